import Foundation
import MirrorReading
import Schema

/// All reports that there are: the program's own, and those of a directory.
package struct ReportCatalogue {
    /// Those that can be run, by name.
    package let reports: [Report]
    /// The faults of files of the directory, by path; the other files work all the same.
    package let faults: [ReportFault]

    /// By report, the relations that it reads and of which there is no history; none where it can be had as of the past.
    let withoutHistory: [String: [String]]

    /// The program's own reports and those in `directory`; nil for none of those.
    ///
    /// - Throws: ``ReportFailure`` when the directory cannot be read, or a report of ours is at fault.
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

    /// The report called `name`, one of the program's own or of `directory`; no other is read.
    ///
    /// - Throws: ``ReportFailure``; of a file that cannot be used, what is wrong with it.
    package static func named(_ name: String, in directory: String? = nil) throws(ReportFailure) -> Report {
        let own = Schema.reports
        // A folder that cannot be read is a wrong setting, whichever report is asked for.
        let files = if let directory { try ReportFile.all(in: directory) } else { [ReportFile]() }
        if let (name, sql) = own.first(where: { $0.name == name }) { return try Report(name: name, sql: sql) }
        guard let file = files.first(where: { $0.name == name }) else {
            throw .unknownReport(name, known: Set(own.map(\.name) + files.compactMap(\.name)).sorted())
        }
        return try file.report(besides: own.map(\.name))
    }
}

/// A file of the reports' directory that cannot be used.
package struct ReportFault: Sendable, Equatable {
    package let path: String
    /// The name that its report would have; nil where the file's name gives none.
    package let name: String?
    package let failure: ReportFailure
}

extension Report {
    /// The relations and columns that the statement reads.
    ///
    /// - Throws: ``ReportFailure`` when it is not one statement that reads, or not as the header describes it.
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
