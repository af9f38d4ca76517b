using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>GeoSignIns: review who signed in from several countries.</summary>
internal sealed class GeoSignIns : SignInReview
{
    public override string ControlId => "GeoSignIns";

    protected override string Subject => "user who signed in from more than one country";

    // Many addresses have no country; rows that were collected without the location tell nothing.
    protected override string? UnknownIn(EvidenceObject entry) =>
        Succeeded(entry) && !entry.IsThere("location") ? "a sign-in does not tell its location" : null;

    protected override IEnumerable<ScoreEvidence> ToReview(ReviewWindow window)
    {
        var countries = new Dictionary<EntityId, SortedSet<string>>();
        foreach (var row in window.Entries().Select(entry => entry.Row).Where(Succeeded))
        {
            if (row.Object("location")?.Text("countryOrRegion") is not { Length: > 0 } country)
                continue;

            var user = UserOf(row);
            if (!countries.TryGetValue(user, out var seen))
                countries.Add(user, seen = new SortedSet<string>(StringComparer.OrdinalIgnoreCase));
            seen.Add(country);
        }

        foreach (var row in window.Entries().Select(entry => entry.Row).Where(Succeeded))
        {
            if (countries.Remove(UserOf(row), out var seen) && seen.Count > 1)
                yield return Item(row, string.Join(", ", seen), $"The user signed in from {seen.Count} countries.");
        }
    }
}
