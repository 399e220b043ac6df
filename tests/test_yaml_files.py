import pytest

from topoi.errors import InputError
from topoi.yaml_files import yaml_in


def told(tmp_path, content):
    file = tmp_path / "a.yml"
    file.write_bytes(content)
    with pytest.raises(InputError) as error:
        yaml_in(file)
    return str(error.value).replace(str(tmp_path), "")


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_no_part_of_the_values(tmp_path):
    file = tmp_path / "a.yml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    assert yaml_in(file) == {"a": 1, "b": "x"}
    file.write_bytes(b"")
    assert yaml_in(file) is None


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a: 1\nb: c: 2", "/a.yml:2: is no valid YAML: mapping values are not allowed"),
        (b"a: 1\nb: caf\xe9", "/a.yml:2: is not UTF-8 (byte 11)"),
        (b"a: 1".decode().encode("utf-16"), "/a.yml:1: is not UTF-8 (byte 0)"),
        (b"day: 2024-02-30", "/a.yml: is no valid YAML: day is out of range for month"),
        (b"a: \x00", "/a.yml: is no valid YAML: unacceptable character #x0000"),
        (b"a: !!python/name:os.system", "/a.yml:1: is no valid YAML: could not determine"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(tmp_path, content, problem):
    assert told(tmp_path, content).startswith(problem)


@pytest.mark.parametrize("deep", ["[" * 200_000, "- " * 200_000 + "x", "a: " + "{b: " * 101 + "1"])
def test_nesting_that_crashes_the_reader_is_refused(tmp_path, deep):
    assert "is nested deeper than 100 levels" in told(tmp_path, deep.encode())


def test_what_is_no_file_is_told(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        yaml_in(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        yaml_in(tmp_path / "none.yml")
