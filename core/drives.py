"""Which disks share a file's memory between processes, and which only pass its bytes on."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath, PureWindowsPath
from typing import Protocol

import psutil

# File systems of other machines, and shared folders of a virtual machine's host.
_NETWORK = frozenset(
    {
        *("9p", "afpfs", "afs", "ceph", "cifs", "davfs", "drvfs", "glusterfs", "lustre", "ncpfs"),
        *("nfs", "nfs3", "nfs4", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "webdav"),
        *("fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone"),
        *("fuse.s3fs", "fuse.sshfs", "fuse.vmhgfs-fuse", "macfuse", "osxfuse"),
    }
)

_log = logging.getLogger(__name__)


class Partition(Protocol):
    """A mounted file system, as psutil tells of it."""

    @property
    def mountpoint(self) -> str:
        """Where its files begin."""

    @property
    def fstype(self) -> str:
        """Its kind, in the system's own word."""

    @property
    def opts(self) -> str:
        """Options with commas between; on Windows also the kind of drive."""


def partitions() -> Sequence[Partition]:
    """Everything that is mounted, network drives too."""
    return psutil.disk_partitions(all=True)


def is_network(folder: Path, mounted: Callable[[], Sequence[Partition]] = partitions) -> bool:
    r"""Whether `folder` (that exists or not) lies on another machine's disk.

    Network paths of Windows (`\\server\share`) do, and what the list of mounts says so of. Where
    the list cannot be read the answer is True, which is slower and never wrong.
    """
    whole = folder.resolve()
    if PureWindowsPath(whole).drive.startswith("\\\\"):
        return True
    try:
        above = [mount for mount in mounted() if whole.is_relative_to(mount.mountpoint)]
    except OSError as error:
        _log.warning("no list of drives: %r", error)
        return True
    if not above:
        return False
    # Of two on one place, the later mount hides the earlier.
    nearest = max(enumerate(above), key=lambda item: (_depth(item[1]), item[0]))[1]
    return nearest.fstype.lower() in _NETWORK or "remote" in nearest.opts.split(",")


def _depth(mount: Partition) -> int:
    return len(PurePath(mount.mountpoint).parts)
