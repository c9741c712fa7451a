import Foundation
import MirrorCore
import TestSupport

/// The personal values of some numbers that occur nowhere else in a mirror, so that
/// anything found was left behind.
struct ForgottenValues {
    let values: [String]

    /// Looks up the values of `numbers` in each relation's personal columns that nobody else has.
    ///
    /// Short values are left out, as they occur in a large file by chance.
    init(of numbers: [String], in mirror: MirrorContents) throws {
        let columns = try mirror.rows(
            """
            SELECT relation, "column" FROM data_dictionary JOIN sqlite_schema AS tables ON tables.name = relation
            WHERE privacy NOT IN ('open', 'mixed') AND relation IN (
                SELECT relation FROM data_dictionary WHERE "column" = 'msisdn')
            """
        ).map { $0.split(separator: "|") }
        let chosen = numbers.map { "'\($0)'" }.joined(separator: ", ")
        func texts(_ condition: String) throws -> Set<String> {
            try columns.reduce(into: []) { texts, column in
                texts.formUnion(
                    try mirror.texts(
                        """
                        SELECT DISTINCT "\(column[1])" FROM "\(column[0])"
                        WHERE msisdn \(condition) AND length("\(column[1])") >= 8
                        """))
            }
        }
        let others = try texts("NOT IN (\(chosen))")
        values = try texts("IN (\(chosen))").filter { value in
            !others.contains { $0.contains(value) }
        }.sorted()
    }

    /// The values found in each file of `folder`.
    func traces(in folder: URL) throws -> [String: [String]] {
        try FileBytes.traces(of: values, in: folder)
    }
}
