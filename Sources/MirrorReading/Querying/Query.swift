package import MirrorCore

/// One statement and the values of its named parameters.
package struct Query: Sendable, Equatable {
    package var sql: String
    /// By name, without the `:`.
    package var parameters: [String: Value]
    /// Result columns whose kind differs from what their name suggests, by name.
    package var kinds: [String: ResultColumn] = [:]

    package init(_ sql: String, parameters: [String: Value] = [:]) {
        self.sql = sql
        self.parameters = parameters
    }

    /// A query with parameters in the command line's form, `name=value` each.
    ///
    /// Every value is bound as text, so that `007` stays `007`. A comparison with a column converts it to the
    /// column's type; to calculate with it, write `CAST(:limit AS INTEGER)`.
    ///
    /// - Throws: ``QueryFailure/malformedParameter(_:)`` and ``QueryFailure/repeatedParameter(_:)``.
    package init(_ sql: String, assignments: [String]) throws(QueryFailure) {
        self.init(sql, parameters: try Self.arguments(from: assignments).mapValues(Value.text))
    }

    /// Splits each `name=value` at its first `=`, for a query or a report.
    ///
    /// - Throws: ``QueryFailure/malformedParameter(_:)`` and ``QueryFailure/repeatedParameter(_:)``.
    package static func arguments(from assignments: [String]) throws(QueryFailure) -> [String: String] {
        var arguments: [String: String] = [:]
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
                throw .malformedParameter(assignment)
            }
            let name = String(assignment[..<equals])
            guard arguments[name] == nil else { throw .repeatedParameter(name) }
            arguments[name] = String(assignment[assignment.index(after: equals)...])
        }
        return arguments
    }
}
