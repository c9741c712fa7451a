import Foundation
import MirrorReading
import Schema

/// All available reports: the program's own, and those in a directory.
package struct ReportCatalogue {
    /// The usable reports, by name.
    package let reports: [Report]
    /// The unusable files of the directory, by path; they do not affect the other files.
    package let faults: [ReportFault]

    /// For each report, the relations without history that it reads; empty if it can be run on the past.
    let withoutHistory: [String: [String]]

    /// The program's own reports and those in `directory`; nil means only its own.
    ///
    /// - Throws: ``ReportFailure`` if the directory cannot be read, or if one of our own reports is at fault.
    package init(directory: String? = nil) throws {
        var reports = try Report.all
        var faults: [ReportFault] = []
        let files = try directory.map(ReportFile.all) ?? []
        let analysis = try StatementAnalysis()
        var withoutHistory: [String: [String]] = [:]
        for report in reports {
            withoutHistory[report.name] = try report.reads(by: analysis).relationsWithoutHistory
        }
        for file in files {
            do {
                let report = try file.report(besides: reports.map(\.name))
                withoutHistory[report.name] = try report.reads(by: analysis).relationsWithoutHistory
                reports.append(report)
            } catch let failure as ReportFailure {
                faults.append(ReportFault(path: file.path, name: file.name, failure: failure))
            }
        }
        self.reports = reports.sorted { $0.name < $1.name }
        self.faults = faults
        self.withoutHistory = withoutHistory
    }

    /// The report `name`, the program's own or from `directory`; no other file is read.
    ///
    /// - Throws: ``ReportFailure``; for an unusable file, what is wrong with it.
    package static func named(_ name: String, in directory: String? = nil) throws(ReportFailure) -> Report {
        let own = Schema.reports
        // An unreadable directory is a wrong setting, whichever report is requested.
        let files = if let directory { try ReportFile.all(in: directory) } else { [ReportFile]() }
        if let (name, sql) = own.first(where: { $0.name == name }) { return try Report(name: name, sql: sql) }
        guard let file = files.first(where: { $0.name == name }) else {
            throw .unknownReport(name, known: Set(own.map(\.name) + files.compactMap(\.name)).sorted())
        }
        return try file.report(besides: own.map(\.name))
    }
}

/// An unusable file in the reports' directory.
package struct ReportFault: Sendable, Equatable {
    package let path: String
    /// The report's name; nil if the file's name does not yield one.
    package let name: String?
    package let failure: ReportFailure
}

extension Report {
    /// The relations and columns that the statement reads.
    ///
    /// - Throws: ``ReportFailure`` if it is not a single read-only statement, or does not match the header.
    func reads(by analysis: StatementAnalysis) throws -> StatementReads {
        do {
            let (reads, parameters, found) = try analysis.look(at: sql)
            guard Set(parameters) == Set(self.parameters.map(\.name)) else {
                throw ReportFailure.otherParameters(
                    report: name, described: self.parameters.map(\.name), found: parameters)
            }
            guard columns.isEmpty || columns.map(\.name) == found else {
                throw ReportFailure.otherColumns(
                    report: name, described: columns.map(\.name), found: found)
            }
            return reads
        } catch let fault as StatementFault {
            throw ReportFailure.badStatement(report: name, number: fault.number, reason: fault.reason)
        }
    }
}
