-- The text that may hold the cost centre: of the number's references or of its account's.
CASE :reference
    WHEN 'user_reference1' THEN user_reference1
    WHEN 'user_reference2' THEN user_reference2
    WHEN 'user_reference3' THEN user_reference3
    WHEN 'account_reference1' THEN account.reference1
    WHEN 'account_reference2' THEN account.reference2
    WHEN 'account_reference3' THEN account.reference3
END
