import Foundation
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

/// Columns that reports have by the company's own lists, beside figures that are counted here.
@Suite("Reports with the company's own lists")
struct CompanyListTests {
    /// Rows of a report by the names of its columns; nothing is an empty text.
    private static func rows(
        _ name: String, _ arguments: [String: String] = [:], _ map: CostCentreMap?, _ prices: PriceList?,
        of mirror: ExampleMirror, at privacy: ReportPrivacy = .full
    ) throws -> [[String: String]] {
        var costCentres = CostCentres()
        costCentres.map = map
        let text = try mirror.text(
            ReportCatalogue.named(name), arguments, as: .json, from: ReportTests.viewpoint,
            costCentres: costCentres, prices: prices, at: privacy)
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(document?["rows"] as? [[String: Any]]).map { row in
            row.mapValues { $0 is NSNull ? "" : "\($0)" }
        }
    }

    private static func amount(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

    @Test("name the cost centres, whatever their capitals and blanks, and tell which are in one place only")
    func names() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let known = try Self.rows("subscriptions-by-cost-centre", [:], nil, nil, of: mirror)
                .filter { $0["found"] == "cost centre" }
            let centres = known.compactMap { $0["cost_centre"] }
            let first = try #require(centres.first)
            let map = try #require(
                CostCentreMap([
                    .init(costCentre: "  \(first.lowercased()) ", name: "Salg", owner: "Kari"),
                    .init(costCentre: "Nowhere", name: "Empty", owner: nil),
                ]))
            let named = try Self.rows("subscriptions-by-cost-centre", [:], map, nil, of: mirror)
            #expect(
                named.filter { $0["cost_centre_name"] == "Salg" }.compactMap { $0["cost_centre"] }.contains(
                    first))
            #expect(named.first { $0["cost_centre"] == first }?["cost_centre_owner"] == "Kari")
            let missing = try Self.rows("cost-centres-not-in-map", [:], map, nil, of: mirror)
            let folded = FreeText.folded(first)
            #expect(
                Set(missing.filter { $0["missing"] == "map" }.compactMap { $0["cost_centre"] })
                    == Set(centres.filter { FreeText.folded($0) != folded }))
            let unused = missing.filter { $0["missing"] == "subscriptions" }
            #expect(unused.map { $0["cost_centre"] } == ["Nowhere"])
            #expect(unused.map { $0["cost_centre_name"] } == ["Empty"])
            let bridge = try Self.rows(
                "bridge", ["by": "cost-centre", "from": "2026-11-02"], map, nil, of: mirror)
            #expect(bridge.first { $0["group_name"] == first }?["cost_centre_name"] == "Salg")
            #expect(bridge.first { $0["group_is"] == "total" }?["opening_amount"] == nil)
        }
    }

    @Test("add up what is known in kroner, and count what has no price")
    func prices() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let types = try Self.rows("subscriptions-by-type", [:], nil, nil, of: mirror)
            let priced = try #require(
                types.compactMap { $0["subscription_type_id"].flatMap { Int64($0) } }.first)
            let list = PriceList([
                .init(
                    product: priced, price: try Self.amount("199.50"), from: nil,
                    to: CalendarDay("2026-11-15")),
                .init(
                    product: priced, price: try Self.amount("0.1"), from: CalendarDay("2026-11-16"), to: nil),
            ])
            let to = ["from": "2026-11-15", "to": "2026-11-21"]
            let byType = try Self.rows("bridge", to.merging(["by": "type"]) { $1 }, nil, list, of: mirror)
            let own = try #require(byType.first { $0["group_id"] == String(priced) })
            let (opening, closing) = (
                try #require(Int64(own["opening_count"] ?? "")),
                try #require(Int64(own["closing_count"] ?? ""))
            )
            #expect(opening > 0 && closing > 0)
            #expect(
                own["opening_amount"] == ExactDecimal(units: Int128(19950 * opening), scale: 2).description)
            #expect(own["closing_amount"] == ExactDecimal(units: Int128(closing), scale: 1).description)
            #expect(own["unpriced_count"] == "0")
            for row in byType where row["group_is"] != "total" && row["group_id"] != String(priced) {
                #expect(row["opening_amount"] == "" && row["closing_amount"] == "")
                #expect(row["unpriced_count"] == row["closing_count"])
            }
            for by in ["total", "account", "cost-centre", "organization"] {
                let rows = try Self.rows("bridge", to.merging(["by": by]) { $1 }, nil, list, of: mirror)
                let total = try #require(rows.last { $0["group_is"] == "total" })
                #expect(total["closing_amount"] == own["closing_amount"], "\(by)")
                #expect(total["opening_amount"] == own["opening_amount"], "\(by)")
                let parts = rows.filter { $0["group_is"] != "total" }
                    .compactMap { $0["closing_amount"].flatMap { ExactDecimal($0) } }
                let sum = parts.dropFirst().reduce(parts.first) { $0?.adding($1) }
                if by != "total" { #expect(sum?.description == total["closing_amount"], "\(by)") }
            }
        }
    }

    @Test("price what is barred, ended, doubled and twinned")
    func findings() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let nothing = PriceList([])
            for name in [
                "barred-subscriptions", "ended-but-listed", "unused-twins", "add-ons-standing-twice",
            ] {
                let rows = try Self.rows(name, [:], nil, nothing, of: mirror)
                #expect(!rows.isEmpty && rows.allSatisfy { $0["amount"] == "" }, "\(name)")
                #expect(rows.contains { (Int($0["unpriced_count"] ?? "") ?? 0) > 0 }, "\(name)")
            }
            let doubled = try #require(
                try Self.rows("add-ons-standing-twice", [:], nil, nothing, of: mirror).first)
            let product = try #require(Int64(doubled["product_id"] ?? ""))
            let list = PriceList([
                .init(product: product, price: try Self.amount("49.00"), from: nil, to: nil)
            ])
            let priced = try Self.rows(
                "add-ons-standing-twice", ["product": String(product)], nil, list, of: mirror)
            for row in priced {
                let more = try #require(Int(row["add_on_count"] ?? "")) - 1
                #expect(row["amount"] == ExactDecimal(units: Int128(4900 * more), scale: 2).description)
                #expect(row["unpriced_count"] == "0")
            }
        }
    }
}
