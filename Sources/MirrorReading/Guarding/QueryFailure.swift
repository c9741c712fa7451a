package import MirrorCore

/// Why a query is refused.
package enum QueryFailure: UserFacingError, Equatable {
    /// The text holds no statement.
    case empty
    /// The text holds more than one statement.
    case severalStatements
    /// A statement that writes or opens files, named by its first word.
    case notARead(String)
    /// A PRAGMA; some of them change the connection while they are being prepared.
    case pragma
    /// A function that queries may not call.
    case functionRefused(String)
    /// A name that is not a relation of the mirror.
    case relationRefused(String)
    /// It exceeded a query's time limit.
    case tooLong(Duration)
    /// Its text exceeds the length limit.
    case tooLongText
    /// One of its values exceeds the size limit.
    case valueTooLarge(megabytes: Int)
    /// The result exceeds the size limit.
    case resultTooLarge(megabytes: Int)
    /// SQLite would exceed its memory limit.
    case tooMuchMemory(megabytes: Int)
    /// `report.cost_centre_pattern` takes too long on some text.
    case costlyPattern
    /// SQLite could not parse or run it; in SQLite's words.
    case notUnderstood(String)
    /// An assignment that is not `name=value`.
    case malformedParameter(String)
    /// A parameter given twice.
    case repeatedParameter(String)
    /// A parameter that the statement does not have; `known` lists those it has.
    case unknownParameter(String, known: [String])
    /// Parameters of the statement that were not given a value.
    case missingParameters([String])
    /// A parameter without a name, such as `?`.
    case namelessParameter
    /// The past of a relation without history was queried.
    case noHistory(String)
    /// A column that the level of privacy withholds.
    case withheld(column: String, level: String)
    /// Two columns of a JSON result have the same name.
    case repeatedColumn(String)

    package var kind: FailureKind {
        if case .costlyPattern = self { .configuration } else { .usage }
    }

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .empty: "the query is empty: give one SELECT statement"
        case .severalStatements: "the query holds more than one statement: give exactly one"
        case .notARead(let word): "\(word) is refused: a query only reads, so give a SELECT"
        case .pragma:
            "PRAGMA is refused: SELECT from its table form instead, "
                + "as in SELECT * FROM pragma_table_info('subscription')"
        case .functionRefused(let name):
            "the function \(name) is not allowed: a query may call functions for text, numbers, time and JSON, and submirror's own"
        case .relationRefused(let name):
            "\(name) is not allowed: a query may read only the mirror's relations"
        case .tooLong(let time): "the query did not finish within \(time.components.seconds) s: narrow it"
        case .tooLongText:
            "the query is longer than \(QueryLimits.statementBytes >> 10) KiB: shorten it"
        case .valueTooLarge(let megabytes):
            "a value in the query is larger than \(megabytes) MB: narrow the query"
        case .resultTooLarge(let megabytes):
            "the result is larger than \(megabytes) MB: ask for less, as csv, or use `submirror export`"
        case .tooMuchMemory(let megabytes):
            "the query needs more than \(megabytes) MB of memory: ask for less, or sort and group less"
        case .costlyPattern:
            "report.cost_centre_pattern takes too long on a text: write it without a repetition inside a repetition, "
                + "such as (a+)+"
        case .notUnderstood(let detail): "the query is invalid: \(detail)"
        case .malformedParameter(let text): "the parameter \(text) must have the form name=value"
        case .repeatedParameter(let name): "the parameter \(name) is given twice"
        case .unknownParameter(let name, let known):
            "the query has no parameter :\(name)"
                + (known.isEmpty ? "" : "; it has \(known.map { ":" + $0 }.joined(separator: ", "))")
        case .missingParameters(let names):
            "the query needs " + names.map { "--parameter \($0)=…" }.joined(separator: " ")
        case .namelessParameter: "the query has a parameter without a name: write :name instead of ?"
        case .noHistory(let relation):
            "\(relation) is not available as of an earlier time: the mirror keeps no history of it"
        case .withheld(let column, let level):
            "the query reads \(column), which the privacy level \(level) withholds: leave it out, or ask at another level"
        case .repeatedColumn(let name):
            "two columns of the result are named \(name), which JSON cannot hold: rename one with AS"
        }
    }
}
