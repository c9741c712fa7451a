package import MirrorCore

/// The company's own list of what products cost, as no API tells it.
package struct PriceList: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// The API's number of a subscription type or an add-on.
        package let product: Int64
        package let price: ExactDecimal
        /// The first day; nil: since ever.
        package let from: CalendarDay?
        /// The last day; nil: for ever.
        package let to: CalendarDay?

        package init(product: Int64, price: ExactDecimal, from: CalendarDay?, to: CalendarDay?) {
            self.product = product
            self.price = price
            self.from = from
            self.to = to
        }

        fileprivate func holds(on day: String) -> Bool {
            (from.map { $0.text <= day } ?? true) && (to.map { day <= $0.text } ?? true)
        }

        /// Whether both say the price of a day.
        package func overlaps(_ other: Entry) -> Bool {
            product == other.product
                && (from?.text ?? "") <= (other.to?.text ?? "9999-12-31")
                && (other.from?.text ?? "") <= (to?.text ?? "9999-12-31")
        }
    }

    private let entries: [Int64: [Entry]]

    /// - Parameter entries: of which no two say the price of a product on the same day.
    package init(_ entries: [Entry]) {
        self.entries = Dictionary(grouping: entries, by: \.product)
    }

    /// The cost of `count` of a product on a day; nil if no price is known or the result has too many digits.
    func price(of product: Int64, on day: String, count: Int64) -> ExactDecimal? {
        guard let price = entries[product]?.first(where: { $0.holds(on: day) })?.price else { return nil }
        let (units, overflows) = price.units.multipliedReportingOverflow(by: Int128(count))
        return overflows ? nil : ExactDecimal(units: units, scale: price.scale)
    }
}
