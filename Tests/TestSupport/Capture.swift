import Foundation

/// A file that a process writes to: a pipe that nobody empties would hold the process up.
struct Capture: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).captured")
        try Data().write(to: url)
    }

    /// To be given to the process.
    func handle() throws -> FileHandle { try FileHandle(forWritingTo: url) }

    /// What has been written so far.
    var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
