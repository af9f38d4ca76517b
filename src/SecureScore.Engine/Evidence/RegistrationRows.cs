using System.Runtime.CompilerServices;

namespace SecureScore.Engine.Evidence;

/// <summary>What the rows of the registration report say, not yet joined with the directory: a few bytes a row.</summary>
internal sealed class RegistrationRows
{
    private const int Id = 0;
    private const int IsMfaRegistered = 1;
    private const int IsSsprEnabled = 2;

    private static readonly RowProperties s_properties = new("id", "isMfaRegistered", "isSsprEnabled");

    private readonly List<EntityId> _ids;
    private readonly List<RegistrationTraits> _traits;

    private RegistrationRows(int capacity)
    {
        _ids = new List<EntityId>(capacity);
        _traits = new List<RegistrationTraits>(capacity);
    }

    /// <summary>The user of each row.</summary>
    public List<EntityId> Ids => _ids;

    /// <summary>What each row says.</summary>
    public List<RegistrationTraits> Traits => _traits;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RegistrationRows Read(SnapshotRows rows, int capacity)
    {
        var report = new RegistrationRows(capacity);
        while (rows.Read())
        {
            EntityId id = default;
            var traits = RegistrationTraits.None;
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                switch (property)
                {
                    case Id:
                        id = row.Id();
                        break;
                    case IsMfaRegistered:
                        traits |= row.RequiredBoolean() ? RegistrationTraits.MfaRegistered : RegistrationTraits.None;
                        break;
                    case IsSsprEnabled:
                        traits |= row.RequiredBoolean() ? RegistrationTraits.PasswordResetEnabled : RegistrationTraits.None;
                        break;
                }
            }

            row.Require(IsSsprEnabled + 1);
            report._ids.Add(id);
            report._traits.Add(traits);
        }

        return report;
    }
}

/// <summary>What the registration report says of one user.</summary>
[Flags]
internal enum RegistrationTraits : byte
{
    None = 0,
    MfaRegistered = 1,
    PasswordResetEnabled = 2,
}
