import ArgumentParser
import Exports
import Foundation
import MirrorCore
import MirrorReading
import Reports

extension ResultFormat: ExpressibleByArgument {}

/// The format and destination of a command's rows.
struct OutputOptions: ParsableArguments {
    @Option(help: "Output format. Default: by the ending of --output, else a table on a terminal, else csv.")
    var format: ResultFormat?

    @Flag(help: "Shorthand for --format json.")
    var json = false

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp(
            "Write to this file, replacing it atomically.", valueName: "file"),
        completion: .file())
    var file: String?

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format contradict each other: give one")
        }
    }

    private static func ending(of file: String) -> String {
        URL(fileURLWithPath: file).pathExtension.lowercased()
    }

    /// Refuses a file name whose extension contradicts the format.
    private func checkEnding(of file: String) throws {
        let ending = Self.ending(of: file)
        guard let named = ResultFormat(rawValue: ending) else {
            guard ExportFormat(rawValue: ending) == nil else {
                throw CommandFailure(
                    kind: .usage,
                    message: "only export writes \(ending): name a file that ends in .csv, .json or .xlsx")
            }
            return
        }
        guard named == chosen || named == .csv && chosen == .csvExcel else {
            throw CommandFailure(
                kind: .usage,
                message: "\(file) ends in \(ending), but --format is \(chosen.rawValue): give one")
        }
    }

    var chosen: ResultFormat {
        if json { return .json }
        if let format { return format }
        guard let file else { return Output.isTerminal ? .table : .csv }
        return ResultFormat(rawValue: Self.ending(of: file)) ?? .csv
    }

    /// Calls `body` with the format, the terminal's width and a sink; then reports truncated texts.
    ///
    /// - Throws: ``CommandFailure`` if the destination cannot be written; `ExportFailure`; errors from `body`.
    func write<Result>(
        in wiring: Wiring,
        _ body: (ResultFormat, _ width: Int?, TruncatedTexts, @escaping ByteSink) throws -> Result
    ) throws -> Result {
        let cuts = TruncatedTexts()
        let result: Result
        if let file {
            try StateDirectoryGuard.refuse(wiring.settings.stateDirectory, for: file)
            try checkEnding(of: file)
            result = try ReplacementFile.write(to: file) { try body(chosen, nil, cuts, $0) }
            wiring.console.tell("wrote \(file)")
        } else {
            if chosen == .xlsx, Output.isTerminal {
                throw CommandFailure(
                    kind: .usage, message: "a terminal cannot show xlsx: name a file with --output")
            }
            result = try body(chosen, Output.width, cuts, Output.write)
        }
        for cut in cuts.all { wiring.console.tell(cut.text) }
        return result
    }

    /// Lends `body` a folder of files, which takes its place as a whole; then tells what was cut.
    ///
    /// - Throws: ``CommandFailure``, `ExportFailure`, `FileFailure`, and what `body` throws.
    func writeFolder(
        _ path: String, in wiring: Wiring, _ body: (PackFolder, TruncatedTexts) throws -> Void
    ) throws {
        try StateDirectoryGuard.refuse(wiring.settings.stateDirectory, for: path)
        let cuts = TruncatedTexts()
        let folder = try PackFolder(at: path)
        try body(folder, cuts)
        try folder.commit()
        wiring.console.tell("wrote \(folder.names.count) files to \(path)")
        for cut in cuts.all { wiring.console.tell(cut.text) }
    }

    /// Writes the rows of `query`.
    ///
    /// - Throws: as ``write(in:_:)`` does.
    func write(
        _ query: Query, at privacy: ExportPrivacy = .full, of reader: MirrorReader, in wiring: Wiring
    ) throws {
        _ = try write(in: wiring) { format, width, cuts, sink in
            try reader.write(query, at: privacy, as: format, width: width, noting: cuts, to: sink)
        }
    }

    /// Writes a report; its coverage goes to standard error if the format has no place for it.
    ///
    /// - Throws: as ``write(in:_:)`` does; `ReportFailure`.
    func write(
        _ report: Report, _ arguments: [String: String], at privacy: ReportPrivacy, of reader: MirrorReader,
        in wiring: Wiring
    ) throws {
        let coverage = try write(in: wiring) { format, width, cuts, sink in
            try reader.write(report, arguments, at: privacy, as: format, width: width, noting: cuts, to: sink)
        }
        if !chosen.holdsCoverage { wiring.console.tell(coverage.text) }
    }
}
