-- Formulas and pictures keep their words, for those who cannot see them.
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
