import MirrorCore

/// The company's setting for where to find a cost centre.
package struct CostCentres: Sendable, Equatable {
    /// The default of a report's parameter.
    package var reference: CostCentreReference
    /// Finds the cost centre in the reference; nil means that the whole reference is the cost centre.
    package var pattern: CostCentrePattern?
    /// Whether spellings that differ only in case, white space or Unicode form are
    /// one cost centre, in capitals.
    package var folds: Bool
    /// The names of cost centres; nil without a map.
    package var map: CostCentreMap?

    package init(
        reference: CostCentreReference = .userReference1, pattern: CostCentrePattern? = nil,
        folds: Bool = false
    ) {
        self.reference = reference
        self.pattern = pattern
        self.folds = folds
    }

    /// Whether there may be no cost centre in a text that is neither blank nor a placeholder.
    package var mayNotMatch: Bool { pattern != nil || folds }

    /// The cost centre in a reference; nil if the pattern does not match.
    ///
    /// Folding maps all spellings to one fixed form rather than to the most frequent one: that would change
    /// with the company's data, and every number would seem to have moved.
    func costCentre(in text: String) throws -> String? {
        let found = if let pattern { try pattern.costCentre(in: text) } else { text as String? }
        guard folds, let found else { return found }
        return FreeText.folded(found).uppercased()
    }
}

/// The company's free-text field that holds the cost centre.
package enum CostCentreReference: String, Sendable, CaseIterable {
    case userReference1 = "user_reference1"
    case userReference2 = "user_reference2"
    case userReference3 = "user_reference3"
    case accountReference1 = "account_reference1"
    case accountReference2 = "account_reference2"
    case accountReference3 = "account_reference3"
}
