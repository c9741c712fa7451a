import Glibc

extension OpenFile {
    /// Makes this empty file share the blocks of `source`; returns false, leaving it empty, if the file
    /// system cannot.
    ///
    /// Source: ioctl_ficlone(2); the number is that of FICLONE in <linux/fs.h>.
    package func share(_ source: OpenFile) -> Bool { ioctl(descriptor, 0x4004_9409, source.descriptor) == 0 }
}
