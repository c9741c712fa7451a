import Foundation
import MirrorCore
import MirrorReading
import Testing

@testable import submirror

/// Verdicts of `doctor` on conditions that no test can create: mounts, full disks, other users' files.
@Suite("The parts of doctor")
struct DoctorPartTests {
    private let folder = URL(fileURLWithPath: "/srv/state")

    @Test("a network file system is refused, memory and user space are warned of")
    func fileSystems() {
        let network = DiskChecks.fileSystem(.network("nfs"), folder)
        #expect(network.level == .failed)
        #expect(network.status == .configuration)
        #expect(
            network.message
                == "/srv/state is on a network file system (nfs), where a mirror would be damaged: "
                + "set state.directory to a folder on a local disk")
        #expect(StateFileSystem.refusal(.network("nfs"), folder) == network.message)
        #expect(DiskChecks.fileSystem(.memory, folder).level == .warning)
        #expect(DiskChecks.fileSystem(.userSpace("fuse.gocryptfs"), folder).level == .warning)
        #expect(DiskChecks.fileSystem(.local, folder) == .ok("file_system", "local"))
        for kind in [FileSystemKind.local, .memory, .userSpace("fuse.gocryptfs")] {
            #expect(StateFileSystem.refusal(kind, folder) == nil)
        }
    }

    @Test(
        "the mount is found by its device",
        arguments: [(0x2d, "fuse.sshfs"), (0x801, "ext4"), (0x1_0020, nil), (0x1000_0000_0005, "nfs4")]
            as [(UInt64, String?)])
    func mounts(device: UInt64, type: String?) {
        let table = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            49 22 0:45 / /srv/state rw,nosuid shared:27 master:3 - fuse.sshfs host:/srv rw,user_id=0
            50 22 4096:5 / /mnt/a rw - nfs4 host:/a rw
            garbage
            """
        #expect(StateFileSystem.mountType(device: device, in: table) == type)
    }

    @Test("the file system of a folder that is not there is that of the nearest one that is")
    func nearest() throws {
        let here = try StateFileSystem(of: FileManager.default.temporaryDirectory)
        let below = try StateFileSystem(
            of: FileManager.default.temporaryDirectory.appendingPathComponent("no/such/folder"))
        #expect(below.kind == here.kind)
        #expect(below.freeBytes > 0)
    }

    @Test("a disk that is too small fails with 74, one that is nearly so warns")
    func space() {
        let need = DiskSpaceEstimate(numbers: 1_000_000, mirrorBytes: nil, keepsDocuments: true)
        let full = DiskChecks.space(need, freeBytes: 1_000_000_000)
        #expect(full.level == .failed)
        #expect(full.status == .disk)
        #expect(
            full.message
                == "1.0 GB free, 3.4 GB expected for the mirror; too little for the next runs: provide 3.5 GB"
        )
        #expect(DiskChecks.space(need, freeBytes: 3_600_000_000).level == .warning)
        #expect(
            DiskChecks.space(need, freeBytes: 5_000_000_000)
                == .ok("disk", "5.0 GB free, 3.4 GB expected for the mirror"))
    }

    @Test(
        "a version of SQLite is too old, safe for one writer, or safe",
        arguments: [
            (3_036_999, .failed), (3_037_000, .warning), (3_040_001, .warning), (3_051_002, .warning),
            (3_051_003, .ok),
        ] as [(Int, Finding.Level)])
    func sqlite(number: Int, level: Finding.Level) {
        let finding = DiskChecks.sqlite(SQLiteVersion(number: number))
        #expect(finding.level == level)
        #expect(finding.status == (level == .failed ? .configuration : .done))
    }

    @Test(
        "a version is written as SQLite writes it", arguments: [(3_040_001, "3.40.1"), (3_051_003, "3.51.3")])
    func versionText(number: Int, text: String) { #expect("\(SQLiteVersion(number: number))" == text) }

    @Test(
        "clocks that differ by more than half a minute are a warning",
        arguments: [
            (30.4, .ok, "within 30 s"), (-30, .ok, "within 30 s"), (31, .warning, "31 s behind"),
            (-3600, .warning, "3600 s ahead of"),
            (86_400, .warning, "86400 s behind"), (259_290, .warning, "3 days behind"),
            (-100_000, .warning, "1 day ahead of"),
        ] as [(Double, Finding.Level, String)])
    func clock(seconds: Double, level: Finding.Level, text: String) {
        let finding = APIChecks.clock(offset: .seconds(seconds))
        #expect(finding.level == level)
        #expect(finding.message.hasPrefix(text))
    }

    @Test("files of another user are a warning that names the user")
    func owners() {
        let checks = FileChecks(user: 1000)
        let foreign = FileFacts(mode: 0o600, owner: 1001)
        let folder = FileFacts(mode: 0o750, owner: 1001, isDirectory: true)
        for finding in [
            checks.configFile("/c", foreign), checks.stateDirectory("/tmp", folder),
            checks.mirrorFile("/dev/null", foreign), checks.tokenCache("/t", foreign),
        ] {
            #expect(finding.level == .warning, "\(finding)")
            #expect(finding.message.contains("belongs to user 1001"))
        }
        // A service may read a config file owned by root, and cannot change it.
        #expect(checks.configFile("/c", FileFacts(mode: 0o640, owner: 0)).level == .ok)
    }

    @Test(
        "the exit code is that of what has to be set right first",
        arguments: [
            ([], .done), ([.unreachable], .unreachable), ([.unreachable, .disk], .disk),
            ([.disk, .unusableData], .unusableData), ([.unusableData, .credentials], .credentials),
            ([.credentials, .configuration, .unreachable], .configuration), ([.tryLater], .tryLater),
        ] as [([submirror.ExitStatus], submirror.ExitStatus)])
    func worst(failures: [submirror.ExitStatus], status: submirror.ExitStatus) {
        var report = DoctorReport()
        report.findings = [.warning("a", ""), .skipped("b", ""), .ok("c", "")]
        report.findings += failures.map { .failed("d", $0, "") }
        #expect(report.status == status)
    }

    @Test("the report is one aligned line a check, and one JSON document")
    func forms() {
        var report = DoctorReport()
        report.findings = [.ok("clock", "within 0 s"), .failed("credentials", .credentials, "refused")]
        report.requests = 1
        #expect(
            report.text == """
                ok      clock       within 0 s
                failed  credentials refused
                1 request was sent

                """)
        #expect(
            report.json == """
                {"checks":[{"check":"clock","exit_code":0,"level":"ok","message":"within 0 s"},\
                {"check":"credentials","exit_code":77,"level":"failed","message":"refused"}],\
                "exit_code":77,"requests":1}

                """)
    }
}
