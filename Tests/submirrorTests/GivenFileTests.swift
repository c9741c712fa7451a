import Foundation
import Sandbox
import TestSupport
import Testing

/// Files whose paths the settings or the command line give.
@Suite("A file whose path is given")
struct GivenFileTests {
    /// A command to which a pipe is given where a file belongs.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The pipe's place below the stage's folder.
        var place = "given/pipe"
        /// Variables whose value is the pipe.
        var variables: [String] = []
        /// Others; % stands for the pipe, and @ for its folder.
        var others: [String: String] = [:]
        /// % stands for the pipe, and @ for its folder.
        let arguments: [String]
        let status: Int32
        let says: String
    }

    static let cases = [
        Case(
            testDescription: "config file", arguments: ["status", "--config", "%"], status: 78,
            says: "% is not a file but"),
        Case(
            testDescription: "credential", place: "given/oauth.client_secret",
            others: ["CREDENTIALS_DIRECTORY": "@"], arguments: ["status"], status: 78,
            says: "% is not a file but"),
        Case(
            testDescription: "authorities", variables: ["SUBMIRROR_NETWORK_CA_FILE"], arguments: ["sync"],
            status: 78, says: "is not a regular file"),
        Case(
            testDescription: "numbers", variables: ["SUBMIRROR_SYNC_NUMBERS_FILE"],
            arguments: ["doctor", "--quick"], status: 78, says: "sync.numbers_file: % is not a file but"),
        Case(
            testDescription: "Millom's subscribers",
            others: [
                "SUBMIRROR_MILLOM_BASE_URL": "http://127.0.0.1:1", "SUBMIRROR_MILLOM_SERVICE_PROVIDER": "sp",
                "SUBMIRROR_MILLOM_OPERATOR": "mycomm", "SUBMIRROR_MILLOM_SUBSCRIBERS": "%",
            ], arguments: ["doctor", "--quick"], status: 78, says: "millom.subscribers: % is not a file but"),
        Case(
            testDescription: "receiver's certificate",
            variables: ["SUBMIRROR_MILLOM_RECEIVER_CERTIFICATE", "SUBMIRROR_MILLOM_RECEIVER_KEY"],
            others: [
                "SUBMIRROR_MILLOM_RECEIVER_CLIENT_ID": "me",
                "SUBMIRROR_MILLOM_RECEIVER_CLIENT_SECRET": "made-up-and-long-enough-for-a-secret",
            ], arguments: ["millom", "receive"], status: 78, says: "% is not a file but"),
        Case(
            testDescription: "cost centres", variables: ["SUBMIRROR_REPORT_COST_CENTRE_MAP"],
            arguments: ["report", "subscriptions-by-cost-centre"], status: 78, says: "% cannot be read"),
        Case(
            testDescription: "prices", variables: ["SUBMIRROR_REPORT_PRICE_LIST"],
            arguments: ["report", "subscriptions-by-type"], status: 78, says: "% cannot be read"),
        Case(
            testDescription: "report", place: "given/mine.sql", others: ["SUBMIRROR_REPORT_DIRECTORY": "@"],
            arguments: ["report", "mine"], status: 65, says: "% is not a valid report: it is not a file"),
        Case(
            testDescription: "audited list", arguments: ["audit", "%", "--number-column", "a"], status: 64,
            says: "% cannot be read"),
        Case(
            testDescription: "an audit's rules", arguments: ["audit", "/dev/null", "--rules", "%"],
            status: 64,
            says: "--rules % cannot be read"),
        Case(
            testDescription: "backup", arguments: ["restore", "%"], status: 74, says: "% is not a file but"),
        Case(
            testDescription: "earlier export", place: "given/datapackage.json",
            arguments: ["export", "out", "--format", "csv", "--changes-since", "@"], status: 64, says: "@"),
        Case(
            testDescription: "export to verify", place: "given/datapackage.json",
            arguments: ["export", "--verify", "@"], status: 65, says: "@"),
        Case(
            testDescription: "export to replace", place: "given/datapackage.json",
            arguments: ["export", "@", "--format", "csv"], status: 64, says: "@"),
        Case(
            testDescription: "mark of a folder of publications", place: "given/.submirror-mirror",
            others: ["SUBMIRROR_PUBLISH_DIRECTORY": "@", "SUBMIRROR_PUBLISH_FORMATS": "sqlite"],
            arguments: ["sync", "--quiet"], status: 74, says: "% is not a file but"),
    ]

    @Test("is no pipe, for which the program would wait", arguments: cases)
    func pipe(given: Case) async throws {
        try await FileStage.with(subscriptions: 3) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let pipe = stage.directory.appendingPathComponent(given.place)
            let folder = pipe.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try stage.setMode(0o750, of: folder)
            try #require(mkfifo(pipe.path, 0o600) == 0)
            func filled(_ text: String) -> String {
                text.replacing("%", with: pipe.path).replacing("@", with: folder.path)
            }
            for name in given.variables { stage.environment[name] = pipe.path }
            for (name, text) in given.others { stage.environment[name] = filled(text) }
            let running = try stage.program.start(given.arguments.map(filled))
            var waited = false
            try await Patience.wait {
                // Opens only while somebody reads; it lets a program go on that waits for a writer.
                let writer = open(pipe.path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
                if writer >= 0 {
                    waited = true
                    close(writer)
                }
                return running.isOver
            }
            let result = try await running.end()
            let said = result.output + result.errors
            #expect(result.status == given.status, "\(waited) \(said)")
            #expect(said.contains(filled(given.says)), "\(waited) \(said)")
            // It is still a pipe: nobody replaced it.
            var facts = stat()
            #expect(lstat(pipe.path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO)
        }
    }

    /// Files that decide what is sent, and to whom.
    private static let deciding = cases.filter {
        ["config file", "credential", "authorities"].contains($0.testDescription)
    }

    @Test("is refused when others may write it, if it decides what is sent", arguments: deciding)
    func openToOthers(given: Case) async throws {
        try await Self.refused(given, says: "can be changed by") { file in chmod(file, 0o646) }
    }

    @Test(
        "is refused from another user, if it decides what is sent", .enabled(if: geteuid() == 0),
        arguments: deciding)
    func ofAnotherUser(given: Case) async throws {
        try await Self.refused(given, says: "user") { file in chown(file, 1, 1) }
    }

    private static func refused(
        _ given: Case, says: String, spoil: (String) -> Int32
    ) async throws {
        try await FileStage.with(subscriptions: 3) { (stage: inout FileStage) async throws -> Void in
            try await stage.becomeOrdinary()
            try await stage.expectRecovery()
            let file = stage.directory.appendingPathComponent(given.place)
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try stage.setMode(0o755, of: folder)
            try Data().write(to: file)
            try stage.setMode(0o644, of: file)
            try #require(spoil(file.path) == 0)
            func filled(_ text: String) -> String {
                text.replacing("%", with: file.path).replacing("@", with: folder.path)
            }
            for name in given.variables { stage.environment[name] = file.path }
            for (name, text) in given.others { stage.environment[name] = filled(text) }
            let result = try await stage.program.run(given.arguments.map(filled))
            let said = result.output + result.errors
            #expect(result.status == 78, "\(said)")
            #expect(said.contains(file.path) && said.contains(says), "\(said)")
        }
    }
}
