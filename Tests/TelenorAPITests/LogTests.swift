import Logging
import MirrorCore
import PacedHTTP
import ScriptedHTTP
import Synchronization
import TelenorAPI
import Testing

@Suite("Log")
struct LogTests {
    @Test("a log at its most talkative holds no secret, no token and no whole number")
    func hidesSecrets() async throws {
        let msisdn = try #require(number)
        let lines = LogLines()
        let replies = [
            ScriptedReply.error(50001), .error(40105), .error(42901), .json(#"{"msisdn":"4790000001"}"#),
        ]
        try await withScriptedAPI(
            replies,
            {
                $0.context.http.logger = Logger(label: "test") { _ in RecordingLog(lines: lines) }
                $0.context.http.tokenCachePath = "/nonexistent/token.json"
            }
        ) { client, _, _ in
            _ = try await client.detail(msisdn)
        }
        let text = lines.all.joined(separator: "\n")
        #expect(lines.all.count >= 6)
        #expect(text.contains("msisdn=…001"))
        for secret in ["hush", "p&ss", "system user", "token-1", "token-2", "90000001"] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }
}

/// Collects every logged line.
private final class LogLines: Sendable {
    private let state = Mutex<[String]>([])

    var all: [String] { state.withLock { $0 } }

    func add(_ line: String) { state.withLock { $0.append(line) } }
}

private struct RecordingLog: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: LogLines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let extra = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
        lines.add("\(event.level) \(event.message) \(extra.joined(separator: " "))")
    }
}
