import Foundation

/// A file to which a process writes: an unread pipe would block the process.
struct Capture: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).captured")
        try Data().write(to: url)
    }

    /// A handle for the process.
    func handle() throws -> FileHandle { try FileHandle(forWritingTo: url) }

    /// The text written so far.
    var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
