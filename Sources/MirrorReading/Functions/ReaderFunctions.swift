import Foundation
import GRDB
import GRDBSQLite
import MirrorCore
import Synchronization

/// The SQL functions and the collation that every reader has.
enum ReaderFunctions {
    /// Registers the collation and the functions that reports and queries may call.
    ///
    /// - `cost_centre(text)`: the cost centre in a reference; NULL when the setting's pattern is not in it.
    /// - `local_day(instant)`: the day, in the time zone of reports, of an instant in the mirror's format.
    /// - `local_midnight(day)`: the instant at which a day begins in the time zone of reports.
    /// - `folded(text)`: the text's form for comparison, see ``FreeText/folded(_:)``.
    /// - `text_is(text)`: the text's class: none, empty, blank, placeholder or text, see ``FreeText``.
    /// - `decimal_sum(amount)`: the exact sum of amounts in decimal digits, see ``DecimalSum``.
    /// - `decimal_parts(amounts, decimals)`: a JSON array of amounts, rounded so that they add up, see
    ///   ``ExactDecimal/parts(of:decimals:)``.
    /// - `cost_centre_name(cost_centre)`, `cost_centre_owner(cost_centre)`: as ``CostCentreMap`` has them; NULL without.
    /// - `cost_centre_map()`: all of it, a JSON array of arrays; NULL without one.
    /// - `price_of(product_id, day, count)`: what so many cost on a day, see ``PriceList``; NULL where that is not known.
    /// - `in_words(text)`: a report's fixed word in the reader's language, see ``FixedWords``.
    /// - `names_agree(name, name)`: see ``FreeText/namesAgree(_:_:)``; for our own statements alone.
    /// - `report_time()`: the report's moment: now, or the one of `--as-of`.
    /// - `report_day()`: the report's day.
    ///
    /// - Throws: `DatabaseError`.
    static func add(
        to db: Database, from viewpoint: Viewpoint, _ costCentres: CostCentres, _ prices: PriceList? = nil,
        _ words: FixedWords? = nil
    ) throws {
        let moment = Instant.text(viewpoint.moment)
        let day = CalendarDay.text(of: viewpoint.asOf?.lastMoment ?? viewpoint.now, in: viewpoint.timeZone)
        let ofTexts = [
            costCentre(costCentres), localDay(in: viewpoint.timeZone),
            localMidnight(in: viewpoint.timeZone), folded,
            textIs,
            ofMap("cost_centre_name", costCentres.map) { $0.name },
            ofMap("cost_centre_owner", costCentres.map) { $0.owner }, price(of: prices),
            ValueFunction("in_words") { text in text.map { words?($0) ?? $0 } },
        ]
        for function in ofTexts { try function.add(to: db) }
        try DecimalSum.add(to: db)
        try DecimalParts.function.add(to: db)
        try namesAgree.add(to: db)
        let map = costCentres.map?.json
        db.add(function: DatabaseFunction("cost_centre_map", argumentCount: 0, pure: true) { _ in map })
        db.add(function: DatabaseFunction("report_time", argumentCount: 0, pure: true) { _ in moment })
        db.add(function: DatabaseFunction("report_day", argumentCount: 0, pure: true) { _ in day })
        try NorwegianOrder.addCollation(to: db)
    }

    private static var textIs: ValueFunction {
        ValueFunction("text_is", argumentCount: 1) { values, context in
            let isText = sqlite3_value_type(values[0]) == SQLITE_TEXT
            var name = (isText ? FreeText(ValueFunction.bytes(of: values[0])) : .none).rawValue
            name.withUTF8 { ValueFunction.give(UnsafeRawBufferPointer($0), to: context) }
        }
    }

    private static func costCentre(_ costCentres: CostCentres) -> ValueFunction {
        let known = KnownResults()
        return ValueFunction("cost_centre") { text in
            guard let text else { return nil }
            guard costCentres.pattern != nil || costCentres.folds else { return text }
            return try known.result(for: text) { try costCentres.costCentre(in: text) }
        }
    }

    private static func ofMap(
        _ name: String, _ map: CostCentreMap?, _ value: @escaping (CostCentreMap.Entry) -> String?
    ) -> ValueFunction {
        ValueFunction(name) { text in text.flatMap { map?.entry(of: $0) }.flatMap(value) }
    }

    private static func price(of prices: PriceList?) -> ValueFunction {
        ValueFunction("price_of", argumentCount: 3) { values, context in
            guard let prices, sqlite3_value_type(values[0]) == SQLITE_INTEGER,
                let day = ValueFunction.text(of: values[1]),
                var text = prices.price(
                    of: sqlite3_value_int64(values[0]), on: day, count: sqlite3_value_int64(values[2])
                )?.description
            else { return sqlite3_result_null(context) }
            text.withUTF8 { ValueFunction.give(UnsafeRawBufferPointer($0), to: context) }
        }
    }

    private static var folded: ValueFunction {
        let known = KnownResults()
        return ValueFunction("folded") { text in
            guard let text else { return nil }
            return known.result(for: text) { FreeText.folded(text) }
        }
    }

    private static var namesAgree: ValueFunction {
        ValueFunction("names_agree", argumentCount: 2) { values, context in
            guard let left = ValueFunction.text(of: values[0]), let right = ValueFunction.text(of: values[1])
            else { return sqlite3_result_null(context) }
            sqlite3_result_int(context, FreeText.namesAgree(left, right) ? 1 : 0)
        }
    }

    private static func localDay(in timeZone: TimeZone) -> ValueFunction {
        let known = KnownResults()
        return ValueFunction("local_day") { text in
            guard let text else { return nil }
            // No time zone changes its clock within a minute.
            return known.result(for: String(text.prefix(16))) {
                Instant.date(text).map { date in
                    let day = CalendarDay.text(of: date, in: timeZone)
                    // In a time zone east of UTC the last day has a year of five digits, which sorts before all others.
                    guard CalendarDay(day) == nil else { return day }
                    return String(text.prefix(10))
                }
            }
        }
    }

    private static func localMidnight(in timeZone: TimeZone) -> ValueFunction {
        let known = KnownResults()
        return ValueFunction("local_midnight") { text in
            guard let text else { return nil }
            return known.result(for: text) {
                CalendarDay(text).map { Instant.text($0.beginning(in: timeZone)) }
            }
        }
    }
}

/// Caches a slow function's results by argument: many rows hold the same few texts.
private final class KnownResults: Sendable {
    /// Further distinct texts are computed each time, so that memory stays flat.
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
