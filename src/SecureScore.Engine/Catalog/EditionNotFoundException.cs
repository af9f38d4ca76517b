namespace SecureScore.Engine.Catalog;

/// <summary>No edition of the catalogue has the name that was asked for.</summary>
public sealed class EditionNotFoundException : SecureScoreException
{
    internal EditionNotFoundException(string edition, IReadOnlyList<string> known)
        : base(
            ErrorIds.EditionNotFound,
            $"There is no edition '{edition}' of the catalogue.{NearestNames.Question(edition, known)} Known editions: {string.Join(", ", known)}.")
    {
        Target = edition;
    }
}
