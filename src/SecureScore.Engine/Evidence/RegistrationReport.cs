namespace SecureScore.Engine.Evidence;

/// <summary>The authentication methods registration report as sets of users.</summary>
/// <remarks>A user whom the report does not name is in no set: the report holds everyone who registered anything. Rows of users who are
/// not in the directory any more are ignored.</remarks>
internal sealed class RegistrationReport
{
    private const int Id = 0;
    private const int IsMfaRegistered = 1;
    private const int IsSsprEnabled = 2;

    private static readonly RowProperties s_properties = new("id", "isMfaRegistered", "isSsprEnabled");

    private RegistrationReport(UserSet mfaRegistered, UserSet passwordResetEnabled)
    {
        MfaRegistered = mfaRegistered;
        PasswordResetEnabled = passwordResetEnabled;
    }

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        MfaRegistered = 1,
        PasswordResetEnabled = 2,
    }

    /// <summary>Users who registered a method of multifactor authentication, whether a policy lets them use it or not.</summary>
    public UserSet MfaRegistered { get; }

    /// <summary>Users whom policy lets reset their own password.</summary>
    public UserSet PasswordResetEnabled { get; }

    public static RegistrationReport Read(SnapshotRows rows, UserDirectory users)
    {
        var traits = new Traits[users.Capacity];
        while (rows.Read())
        {
            EntityId id = default;
            var found = Traits.None;
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                switch (property)
                {
                    case Id:
                        id = row.Id();
                        break;
                    case IsMfaRegistered:
                        found |= row.RequiredBoolean() ? Traits.MfaRegistered : Traits.None;
                        break;
                    case IsSsprEnabled:
                        found |= row.RequiredBoolean() ? Traits.PasswordResetEnabled : Traits.None;
                        break;
                }
            }

            row.Require(IsSsprEnabled + 1);
            if (users.TryFind(id, out int user))
                traits[user] = found;
        }

        var registered = users.NoOne();
        var enabled = users.NoOne();
        for (int user = 0; user < traits.Length; user++)
        {
            if ((traits[user] & Traits.MfaRegistered) != Traits.None)
                registered.Add(user);
            if ((traits[user] & Traits.PasswordResetEnabled) != Traits.None)
                enabled.Add(user);
        }

        return new RegistrationReport(registered, enabled);
    }
}
