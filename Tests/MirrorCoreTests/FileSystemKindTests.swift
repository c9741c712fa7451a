import MirrorCore
import Testing

@Suite("The kind of a file system")
struct FileSystemKindTests {
    @Test(
        "is told by statfs's number, and in user space by the mount's type",
        arguments: [
            (0xef53, "ext4", .local), (0x5846_5342, "xfs", .local), (0x9123_683e, "btrfs", .local),
            (0x2fc1_2fc1, "zfs", .local), (0x794c_7630, "overlay", .local), (0, nil, .local),
            (0x0102_1994, "tmpfs", .memory), (0x8584_58f6, "ramfs", .memory),
            (0x6969, "nfs4", .network("nfs")), (0x6969, nil, .network("nfs")),
            (0xff53_4d42, "cifs", .network("cifs")), (0xfe53_4d42, "cifs", .network("smb2")),
            (0x517b, "smbfs", .network("smb")), (0x5346_414f, "afs", .network("afs")),
            (0x00c3_6400, "ceph", .network("ceph")), (0x0102_1997, "9p", .network("9p")),
            (0x786f_4256, "vboxsf", .network("vboxsf")),
            (0x6573_5546, "fuse.sshfs", .network("fuse.sshfs")),
            (0x6573_5546, "virtiofs", .network("virtiofs")),
            (0x6573_5546, "fuse.gocryptfs", .userSpace("fuse.gocryptfs")),
            (0x6573_5546, "fuseblk", .userSpace("fuseblk")), (0x6573_5546, nil, .userSpace("fuse")),
        ] as [(UInt32, String?, FileSystemKind)])
    func table(magic: UInt32, mountType: String?, kind: FileSystemKind) {
        #expect(FileSystemKind(magic: magic, mountType: mountType) == kind)
    }
}
