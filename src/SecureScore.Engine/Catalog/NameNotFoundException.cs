namespace SecureScore.Engine.Catalog;

/// <summary>No category, product, resource, threat or tag has the name that was asked for.</summary>
public sealed class NameNotFoundException : SecureScoreException
{
    private NameNotFoundException(string errorId, string start, string name, IReadOnlyCollection<string> known)
        : base(errorId, $"{start} '{name}'.{NearestNames.Question(name, known)} {(known.Count == 0 ? "There are none." : $"Known: {string.Join(", ", known)}.")}")
    {
        Target = name;
    }

    /// <summary>No control has the category.</summary>
    public static NameNotFoundException Category(string name, IReadOnlyCollection<string> known) =>
        new(ErrorIds.CategoryNotFound, "No control has the category", name, known);

    /// <summary>No control belongs to the product.</summary>
    public static NameNotFoundException Product(string name, IReadOnlyCollection<string> known) =>
        new(ErrorIds.ProductNotFound, "No control has the product", name, known);

    /// <summary>No control has the tag.</summary>
    public static NameNotFoundException Tag(string name, IReadOnlyCollection<string> known) =>
        new(ErrorIds.TagNotFound, "No control has the tag", name, known);

    /// <summary>No resource of a snapshot has the name.</summary>
    public static NameNotFoundException Resource(string name, IReadOnlyCollection<string> known) =>
        new(ErrorIds.ResourceNotFound, "There is no resource", name, known);

    /// <summary>No threat has the name.</summary>
    public static NameNotFoundException Threat(string name, IReadOnlyCollection<string> known) =>
        new(ErrorIds.ThreatNotFound, "There is no threat", name, known);
}
