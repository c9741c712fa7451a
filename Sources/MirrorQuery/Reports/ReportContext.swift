package import Foundation

/// What a report depends on besides the mirror: the time, and what the company has set.
package struct ReportContext: Sendable, Equatable {
    /// When it is asked.
    package var now: Date
    /// The past that it is asked about; nil: the mirror as it is.
    package var asOf: AsOf?
    /// When the mirror last saw something change, as of the transaction that answers; nil: not looked up.
    var lastObservedAt: Date?
    /// In which a day begins and ends.
    package var timeZone: TimeZone
    package var costCentre: CostCentreReference
    /// Nil: the reference as it stands is the cost centre.
    package var costCentrePattern: CostCentrePattern?

    package init(
        now: Date = Date(), asOf: AsOf? = nil, timeZone: TimeZone = ReportContext.usualTimeZone,
        costCentre: CostCentreReference = .userReference1, costCentrePattern: CostCentrePattern? = nil
    ) {
        self.now = now
        self.asOf = asOf
        self.timeZone = timeZone
        self.costCentre = costCentre
        self.costCentrePattern = costCentrePattern
    }

    /// Where the API's companies are.
    package static let usualTimeZone: TimeZone = TimeZone(identifier: "Europe/Oslo") ?? .gmt

    /// What `now` means in a report, and what `-7d` counts from.
    var moment: Date { asOf?.instant ?? now }

    /// The moment before which everything counts that the mirror holds: what `now` means as the end of a period.
    ///
    /// The mirror writes whole seconds, and what a run observed in this very second counts. A version may even be
    /// dated a second later, where a number changed twice in one.
    var end: Date {
        if let asOf { return asOf.instant }
        let second = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        return max(second, lastObservedAt ?? second).addingTimeInterval(1)
    }

    func text(of setting: ReportSetting) -> String {
        switch setting {
        case .costCentre: costCentre.rawValue
        }
    }
}

/// A setting that a report's parameter may take its default from.
package enum ReportSetting: String, Sendable, CaseIterable {
    case costCentre = "report.cost_centre"
}

/// Which of the company's free texts tells the cost centre.
package enum CostCentreReference: String, Sendable, CaseIterable {
    case userReference1 = "user_reference1"
    case userReference2 = "user_reference2"
    case userReference3 = "user_reference3"
    case accountReference1 = "account_reference1"
    case accountReference2 = "account_reference2"
    case accountReference3 = "account_reference3"
}
