import Foundation
import MirrorReading

/// A file in the directory of analysts' reports.
struct ReportFile {
    let path: String
    /// The report's name: the file's in kebab-case; nil if that is not possible.
    let name: String?

    private static let byteLimit = QueryLimits.statementBytes
    private static let countLimit = 1000

    /// The `.sql` files in `directory`, sorted by name.
    ///
    /// - Throws: ``ReportFailure/unusableDirectory(path:reason:)``.
    static func all(in directory: String) throws(ReportFailure) -> [ReportFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw .unusableDirectory(path: directory, reason: "is not a readable folder")
        }
        let files = names.filter { $0.hasSuffix(".sql") && !$0.hasPrefix(".") }.sorted()
        guard files.count <= countLimit else {
            throw .unusableDirectory(path: directory, reason: "holds more than \(countLimit) reports")
        }
        return files.map { file in
            ReportFile(
                path: (directory as NSString).appendingPathComponent(file),
                name: kebab(String(file.dropLast(".sql".count))))
        }
    }

    /// Reads the file and checks its header, but not its statement.
    ///
    /// - Throws: ``ReportFailure``.
    func report(besides known: [String]) throws(ReportFailure) -> Report {
        guard let name else {
            throw .unusableFile(path: path, reason: "its name must consist of letters, digits and hyphens")
        }
        guard !known.contains(name) else {
            throw .unusableFile(path: path, reason: "a report \(name) already exists: rename the file")
        }
        return try Report(name: name, sql: try text(), isForeign: true)
    }

    private func text() throws(ReportFailure) -> String {
        var status = stat()
        // Reading a pipe would block; a link is followed.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unusableFile(path: path, reason: "it is not a file")
        }
        guard status.st_size <= Self.byteLimit, let data = FileManager.default.contents(atPath: path) else {
            throw .unusableFile(
                path: path,
                reason: status.st_size > Self.byteLimit
                    ? "it is larger than \(Self.byteLimit >> 10) KiB" : "it cannot be read")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw .unusableFile(path: path, reason: "it is not UTF-8 text")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// `My_Report 2` as `my-report-2`; nil if characters other than letters and digits remain.
    private static func kebab(_ name: String) -> String? {
        let words = name.lowercased().split(whereSeparator: { "_- .".contains($0) })
        guard !words.isEmpty, words.joined().allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
        return words.joined(separator: "-")
    }
}
