namespace SecureScore.Engine.Evidence;

/// <summary>The authentication methods registration report as sets of users.</summary>
/// <remarks>A user whom the report does not name is in no set: the report holds everyone who registered anything. Rows of users who are
/// not in the directory any more are ignored.</remarks>
internal sealed class RegistrationReport
{
    private RegistrationReport(UserSet mfaRegistered, UserSet passwordResetEnabled)
    {
        MfaRegistered = mfaRegistered;
        PasswordResetEnabled = passwordResetEnabled;
    }

    /// <summary>Users who registered a method of multifactor authentication, whether a policy lets them use it or not.</summary>
    public UserSet MfaRegistered { get; }

    /// <summary>Users whom policy lets reset their own password.</summary>
    public UserSet PasswordResetEnabled { get; }

    /// <summary>Joins the rows of the report with the directory.</summary>
    public static RegistrationReport Create(RegistrationRows rows, UserDirectory users)
    {
        var traits = new RegistrationTraits[users.Capacity];
        int[] positions = users.Find(rows.Ids);
        for (int row = 0; row < positions.Length; row++)
        {
            if (positions[row] >= 0)
                traits[positions[row]] = rows.Traits[row];
        }

        var registered = users.NoOne();
        var enabled = users.NoOne();
        for (int user = 0; user < traits.Length; user++)
        {
            if ((traits[user] & RegistrationTraits.MfaRegistered) != RegistrationTraits.None)
                registered.Add(user);
            if ((traits[user] & RegistrationTraits.PasswordResetEnabled) != RegistrationTraits.None)
                enabled.Add(user);
        }

        return new RegistrationReport(registered, enabled);
    }
}
