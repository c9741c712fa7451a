import Foundation
import GRDB
import MirrorCore
import Synchronization

/// The SQL functions and the order of texts that every reader has.
enum ReaderFunctions {
    /// The functions that a report may call, and a query as well.
    ///
    /// - `cost_centre(text)`: the cost centre in a reference; NULL when the setting's pattern is not in it.
    /// - `local_day(instant)`: the day in the time zone of reports, of an instant as the mirror writes it.
    /// - `folded(text)`: the text as it is compared, see ``FreeText/folded(_:)``.
    /// - `text_is(text)`: none, empty, blank, placeholder or text, see ``FreeText``.
    /// - `report_time()`: the moment that the report is of: now, or the one of `--as-of`.
    /// - `report_day()`: the day that the report is of.
    static func all(from viewpoint: Viewpoint, _ costCentres: CostCentres) -> [DatabaseFunction] {
        let moment = Instant.text(viewpoint.moment)
        let day = CalendarDay.text(of: viewpoint.asOf?.lastMoment ?? viewpoint.now, in: viewpoint.timeZone)
        return [
            costCentre(costCentres.pattern), localDay(in: viewpoint.timeZone), folded,
            DatabaseFunction("text_is", argumentCount: 1, pure: true) { arguments in
                FreeText(String.fromDatabaseValue(arguments[0])).rawValue
            },
            DatabaseFunction("report_time", argumentCount: 0, pure: true) { _ in moment },
            DatabaseFunction("report_day", argumentCount: 0, pure: true) { _ in day },
        ]
    }

    /// The order of texts for people: `COLLATE norwegian` sorts æ, ø and å last, and capitals with small letters.
    static let norwegian = DatabaseCollation("norwegian") { left, right in
        let order = left.compare(right, options: [], range: nil, locale: Locale(identifier: "nb_NO"))
        guard order == .orderedSame else { return order }
        let (left, right) = (ExactText(left), ExactText(right))
        return left < right ? .orderedAscending : right < left ? .orderedDescending : .orderedSame
    }

    private static func costCentre(_ pattern: CostCentrePattern?) -> DatabaseFunction {
        let known = KnownResults()
        return DatabaseFunction("cost_centre", argumentCount: 1, pure: true) { arguments in
            guard let text = String.fromDatabaseValue(arguments[0]) else { return nil }
            guard let pattern else { return text }
            return try known.result(for: text) { try pattern.costCentre(in: text) }
        }
    }

    private static var folded: DatabaseFunction {
        let known = KnownResults()
        return DatabaseFunction("folded", argumentCount: 1, pure: true) { arguments in
            guard let text = String.fromDatabaseValue(arguments[0]) else { return nil }
            return known.result(for: text) { FreeText.folded(text) }
        }
    }

    private static func localDay(in timeZone: TimeZone) -> DatabaseFunction {
        let known = KnownResults()
        return DatabaseFunction("local_day", argumentCount: 1, pure: true) { arguments in
            guard let text = String.fromDatabaseValue(arguments[0]) else { return nil }
            // No zone's clock is set in the midst of a minute.
            return known.result(for: String(text.prefix(16))) {
                Instant.date(text).map { CalendarDay.text(of: $0, in: timeZone) }
            }
        }
    }
}

/// Results of a slow function, by its argument: many rows hold the same few texts.
private final class KnownResults: Sendable {
    /// More different texts than that are found anew each time, so that memory stays flat.
    private static let limit = 100_000

    private let results = Mutex<[ExactText: String?]>([:])

    func result(for text: String, _ find: () throws -> String?) rethrows -> String? {
        let text = ExactText(text)
        return try results.withLock { results in
            if let known = results[text] { return known }
            let found = try find()
            if results.count < Self.limit { results[text] = .some(found) }
            return found
        }
    }
}
