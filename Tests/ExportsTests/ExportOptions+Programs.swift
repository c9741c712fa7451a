import Exports
import Foundation

extension ProgramEnvironment {
    /// The tests' own process's.
    static let ours = ProgramEnvironment(ProcessInfo.processInfo.environment)
}

extension ExportOptions {
    /// With the programs that the tests find.
    init(format: ExportFormat = .csv, relations: [String]? = nil, stamp: String? = nil) {
        self.init(format: format, relations: relations, stamp: stamp, programs: .ours)
    }
}
