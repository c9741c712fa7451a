/// The kind of file system of a folder, as far as a write-ahead log depends on it.
///
/// The log's index is memory shared by all processes that open the file: over a network it is not shared, and
/// the file is damaged without an error. Source: sqlite.org/wal.html, "does not work over a network
/// filesystem".
package enum FileSystemKind: Sendable, Equatable {
    /// On this machine's disks, including a container's overlay.
    case local
    /// Lost when the machine restarts.
    case memory
    /// Another machine may have the same files open; with the type that it is mounted as.
    case network(String)
    /// A separate program provides it, and where that keeps the files is unknown; with its name.
    case userSpace(String)

    /// Determines the kind.
    ///
    /// - Parameters:
    ///   - magic: `f_type` of statfs(2).
    ///   - mountType: its type in /proc/self/mountinfo, such as `fuse.sshfs`; nil if unknown.
    package init(magic: UInt32, mountType: String?) {
        if let name = Self.shared[magic] {
            self = .network(name)
        } else if Self.inMemory.contains(magic) {
            self = .memory
        } else if magic == Self.fuse {
            let name = mountType ?? "fuse"
            self = Self.sharedFuse.contains(name) ? .network(name) : .userSpace(name)
        } else {
            self = .local
        }
    }

    private static let fuse: UInt32 = 0x6573_5546

    private static let inMemory: Set<UInt32> = [
        0x0102_1994,  // tmpfs
        0x8584_58f6,  // ramfs
    ]

    /// Network and cluster file systems, and those that show a host's files to a guest.
    ///
    /// Source: statfs(2), linux/magic.h, and the file systems' own headers.
    private static let shared: [UInt32: String] = [
        0x6969: "nfs", 0x517b: "smb", 0xff53_4d42: "cifs", 0xfe53_4d42: "smb2", 0x564c: "ncp",
        0x5346_414f: "afs", 0x6b41_4653: "afs", 0x7375_7245: "coda", 0x00c3_6400: "ceph",
        0x0102_1997: "9p", 0x0116_1970: "gfs2", 0x7461_636f: "ocfs2", 0x0bd0_0bd0: "lustre",
        0x4750_4653: "gpfs", 0x1983_0326: "beegfs", 0xaad7_aaea: "panfs", 0x786f_4256: "vboxsf",
        0xbacb_acbc: "vmhgfs", 0x013111a8: "ibrix", 0x6e66_7364: "nfsd",
    ]

    private static let sharedFuse: Set<String> = [
        "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs", "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.ceph", "fuse.ceph-fuse", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.goofys", "fuse.juicefs",
        "fuse.JuiceFS:juicefs", "fuse.mfs", "fuse.moosefs", "fuse.lizardfs", "fuse.seaweedfs",
        "fuse.blobfuse",
        "fuse.blobfuse2", "fuse.mount-s3", "fuse.mountpoint-s3", "fuse.vmhgfs-fuse", "fuse.gvfsd-fuse",
        "fuse.afp", "fuse.cvmfs2", "fuse.beegfs", "virtiofs",
    ]
}
