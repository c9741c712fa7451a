/// The company's setting of where a cost centre is found.
package struct CostCentres: Sendable, Equatable {
    /// The default of a report's parameter.
    package var reference: CostCentreReference
    /// Finds the cost centre in the reference; nil: the reference as it stands is the cost centre.
    package var pattern: CostCentrePattern?

    package init(
        reference: CostCentreReference = .userReference1, pattern: CostCentrePattern? = nil
    ) {
        self.reference = reference
        self.pattern = pattern
    }
}

/// Which of the company's free texts holds the cost centre.
package enum CostCentreReference: String, Sendable, CaseIterable {
    case userReference1 = "user_reference1"
    case userReference2 = "user_reference2"
    case userReference3 = "user_reference3"
    case accountReference1 = "account_reference1"
    case accountReference2 = "account_reference2"
    case accountReference3 = "account_reference3"
}
