import Foundation
import Sandbox
import TestSupport

/// When to kill a process: after a time, or as soon as something is visible from outside.
enum KillMoment: Sendable, CustomStringConvertible {
    /// That long after its start.
    case after(Duration)
    /// When the sandbox has received that many more requests.
    case requests(Int)
    /// When the mirror's write-ahead log has reached that many bytes.
    case logSize(Int)
    /// When the file exists.
    case file(URL)
    /// When the folder contains a name with that beginning.
    case fileBeginning(String, in: URL)
    /// That long after it has written this to standard error.
    case said(String, Duration)

    var description: String {
        switch self {
        case .after: "at a random moment"
        case .requests: "after the nth request"
        case .logSize: "when the log has grown"
        case .file, .fileBeginning: "when a file appears"
        case .said: "at the end of the run"
        }
    }

    /// Waits for the moment; false if the process ended before.
    ///
    /// It polls, as it waits for the work of another process.
    func wait(for run: BuiltBinary.Running, mirror: URL, sandbox: SandboxServer) async throws -> Bool {
        let began = ContinuousClock.now
        let requests = sandbox.statistics.total
        while !hasCome(run, since: began, requestsBefore: requests, mirror, sandbox) {
            if run.isOver { return false }
            guard began.duration(to: .now) < .seconds(60) else { return true }
            try await Task.sleep(for: .milliseconds(1))
        }
        if case .said(_, let delay) = self { try await Task.sleep(for: delay) }
        return !run.isOver
    }

    private func hasCome(
        _ run: BuiltBinary.Running, since began: ContinuousClock.Instant, requestsBefore: Int, _ mirror: URL,
        _ sandbox: SandboxServer
    ) -> Bool {
        switch self {
        case .after(let delay): return began.duration(to: .now) >= delay
        case .requests(let count): return sandbox.statistics.total >= requestsBefore + count
        case .logSize(let size):
            var status = stat()
            return stat(mirror.path + "-wal", &status) == 0 && status.st_size >= size
        case .file(let url): return access(url.path, F_OK) == 0
        case .fileBeginning(let start, let folder):
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.contains { $0.hasPrefix(start) }
        case .said(let text, _): return run.errorsSoFar.contains(text)
        }
    }
}
