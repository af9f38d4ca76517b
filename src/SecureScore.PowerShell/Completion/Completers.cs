using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;

namespace SecureScore.PowerShell.Completion;

/// <summary>Completes ids of controls, by id or by a word of the title.</summary>
public sealed class ControlIdCompleter : NameCompleter
{
    private protected override bool FindsByExplanation => true;

    private protected override IEnumerable<NameCompletion> Known(Source source) => source.Judged is { } judged
        ? judged.Controls.Select(control => new NameCompletion(control.Id, control.Title))
        : source.Catalog.Controls.Select(control => new NameCompletion(control.Id, control.Title));
}

/// <summary>Completes categories of controls.</summary>
public sealed class CategoryCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) => Grouped(
        source.Judged?.Controls.Select(control => control.Category) ?? source.Catalog.Controls.Select(control => control.Category));

    internal static IEnumerable<NameCompletion> Grouped(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Select(group => new NameCompletion(group.Key, $"{group.Key} ({group.Count()} controls)"));
}

/// <summary>Completes products of controls.</summary>
public sealed class ProductCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) => CategoryCompleter.Grouped(
        source.Judged?.Controls.Select(control => control.Product) ?? source.Catalog.Controls.Select(control => control.Product));
}

/// <summary>Completes threats.</summary>
public sealed class ThreatCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) =>
        ControlCatalog.Threats.Select(threat => new NameCompletion(threat.Name, threat.Description));
}

/// <summary>Completes tags of the controls of a judged tenant.</summary>
public sealed class TagCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) =>
        CategoryCompleter.Grouped(source.Judged?.Controls.SelectMany(control => control.Tags) ?? []);
}

/// <summary>Completes statuses that can be decided: all but Completed, which only evidence gives.</summary>
public sealed class DecisionCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) => Enum.GetValues<ControlStatus>()
        .Where(status => status != ControlStatus.Completed)
        .Select(status => new NameCompletion(status.ToString(), DecisionRules.IsAsserted(status) ? "Gives full points, unverified" : ""));
}

/// <summary>Completes editions of the catalogue.</summary>
public sealed class EditionCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) =>
        ControlCatalog.EditionNames.Select(name => new NameCompletion(name, ControlCatalog.Get(name).Title));
}

/// <summary>Completes resources that can be collected.</summary>
public sealed class ResourceCompleter : NameCompleter
{
    private protected override IEnumerable<NameCompletion> Known(Source source) =>
        ResourceDefinitions.All.Select(resource => new NameCompletion(resource.Name, $"{resource.Service}{(resource.IsOptional ? ", large: left out unless it is named" : "")}"));
}
