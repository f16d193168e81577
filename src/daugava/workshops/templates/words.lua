-- What Pandoc leaves out on the way to Typst: the words of formulas and pictures, for those who cannot see them; in a
-- table a text that is no list, and room to write.
local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("%s+", " ") .. '"'
end

function Math(formula)
  local typst = pandoc.write(pandoc.Pandoc({pandoc.Plain({formula})}), "typst"):gsub("%s+$", "")
  local block = formula.mathtype == "DisplayMath" and "true" or "false"
  return pandoc.RawInline("typst", "#math.equation(block: " .. block .. ", alt: " .. quoted(formula.text) .. ", "
    .. typst .. ")")
end

function Image(picture)
  local alt = quoted(pandoc.utils.stringify(picture.caption))
  return pandoc.RawInline("typst", "#box(image(" .. quoted(picture.src) .. ", alt: " .. alt .. "))")
end

local function plain(block)
  local first = block.content[1]
  if first and first.t == "Str" and (first.text:match("^%d+%.") or first.text:match("^[-+=/]$")) then
    block.content:insert(1, pandoc.RawInline("typst", "\\"))
    return block
  end
end

-- A column without any text is there to be written in.
function Table(given)
  for column, spec in ipairs(given.colspecs) do
    local empty = true
    for _, body in ipairs(given.bodies) do
      for _, row in ipairs(body.body) do
        empty = empty and row.cells[column] and pandoc.utils.stringify(row.cells[column].contents) == ""
      end
    end
    given.colspecs[column] = {spec[1], empty and 1 / #given.colspecs or nil}
  end
  return given:walk({Plain = plain})
end
