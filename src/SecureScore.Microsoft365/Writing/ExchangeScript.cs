using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>A cmdlet that makes a part of a change.</summary>
/// <param name="Command">The cmdlet.</param>
internal sealed record ExchangeStep(ExchangeCommand Command)
{
    /// <summary>What finds the objects that the cmdlet is run for, each by its identity; null when it is run once as it stands.</summary>
    public ExchangeCommand? ForEach { get; init; }
}

/// <summary>Makes the cmdlets of a change. What the table of writable objects lacks is refused here, before anything is sent.</summary>
internal static class ExchangeScript
{
    private const string State = "State";
    private const string Name = "Name";
    private const string Dehydrated = "IsDehydrated";
    private const string ToPolicy = "Policy";

    private static readonly (string, SettingValue) s_unasked = ("Confirm", SettingValue.Of(false));

    /// <summary>The cmdlets, in their order.</summary>
    /// <exception cref="Engine.SecureScoreException">The change is none that is written.</exception>
    public static IReadOnlyList<ExchangeStep> Of(TenantChange change)
    {
        var known = WriteRefusal.ObjectOf(change);
        return change switch
        {
            SettingsChange settings => ToSet(settings, known),
            _ when !known.IsMade => throw WriteRefusal.Of(change, "is neither made nor removed"),
            ObjectCreation creation => [new ExchangeStep(ToMake(creation, known))],
            ObjectRemoval removal => [new ExchangeStep(ExchangeCommand.Of("Remove-" + known.Noun, IdentityOf(removal, removal.Identity), s_unasked))],
            _ => throw new NotSupportedException(change.GetType().Name),
        };
    }

    private static List<ExchangeStep> ToSet(SettingsChange change, WritableObject known)
    {
        var steps = new List<ExchangeStep>();
        (string, SettingValue)[] identity = known.IsSingle ? [] : [IdentityOf(change, change.Identity)];
        var parameters = new List<(string, SettingValue)>(identity);
        ExchangeStep? last = null;
        foreach (var setting in change.Settings)
        {
            if (known.Resource == Resources.OrganizationConfig && Is(setting.Name, Dehydrated))
                steps.Add(ToCustomize(change, setting));
            else if (known.HasState && Is(setting.Name, State))
                last = new ExchangeStep(ToSwitch(change, known, setting.Wanted, identity));
            else if (Is(setting.Name, WritableObject.AssignedRoles) && known.Property(setting.Name) is { } roles)
                steps.AddRange(ToAssign(change, setting, roles));
            else
                parameters.Add(ToParameter(change, known, setting));
        }

        // What is enabled is what it should be by then.
        if (parameters.Count > identity.Length)
            steps.Add(new ExchangeStep(ExchangeCommand.Of("Set-" + known.Noun, parameters)));
        if (last is not null)
            steps.Add(last);
        return steps.Count > 0 ? steps : throw WriteRefusal.Of(change, "gets no setting");
    }

    private static (string, SettingValue) ToParameter(SettingsChange change, WritableObject known, SettingChange setting)
    {
        var property = WriteRefusal.PropertyOf(change, known, setting.Name);
        return (property.Parameter, WriteRefusal.ValueOf(change, property, property.ToChange(setting.Former, setting.Wanted)));
    }

    private static ExchangeStep ToCustomize(SettingsChange change, SettingChange setting) => setting.Wanted.AsFlag() == false
        ? new ExchangeStep(ExchangeCommand.Of("Enable-OrganizationCustomization"))
        : throw WriteRefusal.Of(change, "is customised for good");

    private static ExchangeCommand ToSwitch(TenantChange change, WritableObject known, SettingValue state, (string, SettingValue)[] identity) => state.AsText() switch
    {
        "Enabled" => ExchangeCommand.Of("Enable-" + known.Noun, identity),
        "Disabled" => ExchangeCommand.Of("Disable-" + known.Noun, [.. identity, s_unasked]),
        _ => throw WriteRefusal.Of(change, "is Enabled or Disabled and nothing else"),
    };

    private static IEnumerable<ExchangeStep> ToAssign(SettingsChange change, SettingChange setting, WritableProperty roles)
    {
        string policy = change.Identity!;
        string[] former = [.. WriteRefusal.ValueOf(change, roles, roles.ToWhole(setting.Former)).AsTexts()];
        string[] wanted = [.. WriteRefusal.ValueOf(change, roles, roles.ToWhole(setting.Wanted)).AsTexts()];
        foreach (string role in former.Except(wanted, StringComparer.OrdinalIgnoreCase))
        {
            yield return new ExchangeStep(ExchangeCommand.Of("Remove-ManagementRoleAssignment", s_unasked))
            {
                ForEach = ExchangeCommand.Of("Get-ManagementRoleAssignment", ("RoleAssignee", SettingValue.Of(policy)), ("Role", SettingValue.Of(role))),
            };
        }

        foreach (string role in wanted.Except(former, StringComparer.OrdinalIgnoreCase))
            yield return new ExchangeStep(ExchangeCommand.Of("New-ManagementRoleAssignment", ("Role", SettingValue.Of(role)), (ToPolicy, SettingValue.Of(policy))));
    }

    private static ExchangeCommand ToMake(ObjectCreation change, WritableObject known)
    {
        string name = change.Content[Name].AsText() ?? change.Label ?? throw WriteRefusal.Of(change, "is not made without a name");
        var parameters = new List<(string, SettingValue)> { (Name, SettingValue.Of(name)) };
        foreach (var (property, value) in change.Content.Members)
        {
            if (Is(property, Name) || value.IsEmpty)
                continue;

            if (known.HasState && Is(property, State))
            {
                parameters.Add(("Enabled", SettingValue.Of(value.AsText() switch
                {
                    "Enabled" => true,
                    "Disabled" => false,
                    _ => throw WriteRefusal.Of(change, "is Enabled or Disabled and nothing else"),
                })));
                continue;
            }

            var writable = WriteRefusal.PropertyOf(change, known, property, isMade: true);
            parameters.Add((writable.Parameter, WriteRefusal.ValueOf(change, writable, writable.ToWhole(value))));
        }

        return ExchangeCommand.Of("New-" + known.Noun, parameters);
    }

    // Some cmdlets take an empty identity for all there is.
    private static (string, SettingValue) IdentityOf(TenantChange change, string? identity) =>
        string.IsNullOrWhiteSpace(identity) || CreatedIdentity.IsOpen(identity) ? throw WriteRefusal.Of(change, "is not changed without an identity") : ("Identity", SettingValue.Of(identity));

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
