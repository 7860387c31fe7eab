"""Unpacks some members of a .whl, .zip or .tar.gz: unpack.py ARCHIVE FOLDER "prefix=new prefix"...

Prints "done total" in bytes as it goes.
"""

import os
import sys
import tarfile
import zipfile

BLOCK = 1 << 20


def destination(name, rules):
    """Where a member goes, or None when it is not wanted."""
    name = name[2:] if name.startswith("./") else name
    for prefix, replacement in rules:
        if name.startswith(prefix) and not name.endswith("/"):
            return replacement + name[len(prefix) :]
    return None


def inside(folder, name):
    path = os.path.realpath(os.path.join(folder, name))
    if not path.startswith(os.path.realpath(folder) + os.sep):
        raise ValueError(f"{name} points out of {folder}")
    return path


class Progress:
    def __init__(self, total):
        self.done, self.total = 0, total

    def add(self, count):
        self.done += count
        print(self.done, self.total, flush=True)


def copy(source, path, progress):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as target:
        while block := source.read(BLOCK):
            target.write(block)
            progress.add(len(block))


def unpack_zip(archive, folder, rules):
    with zipfile.ZipFile(archive) as members:
        wanted = [(m, destination(m.filename, rules)) for m in members.infolist()]
        wanted = [(m, name) for m, name in wanted if name]
        progress = Progress(sum(m.file_size for m, _ in wanted))
        for member, name in wanted:
            with members.open(member) as source:
                copy(source, inside(folder, name), progress)


def unpack_tar(archive, folder, rules):
    with tarfile.open(archive) as members:
        wanted = [(m, destination(m.name, rules)) for m in members]
        wanted = [(m, name) for m, name in wanted if name]
        progress = Progress(sum(m.size for m, _ in wanted))
        for member, name in wanted:
            path = inside(folder, name)
            if member.issym():
                inside(folder, os.path.join(os.path.dirname(name), member.linkname))
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.symlink(member.linkname, path)
            elif member.isfile():
                copy(members.extractfile(member), path, progress)


archive, folder, *arguments = sys.argv[1:]
rules = [tuple(argument.split("=", 1)) for argument in arguments]
(unpack_tar if archive.endswith(".tar.gz") else unpack_zip)(archive, folder, rules)
