namespace SecureScore.Engine;

/// <summary>Finds the names that a person most likely meant by a name that does not exist.</summary>
public static class NearestNames
{
    private const int Most = 3;
    private const int ShortestPart = 4;

    /// <summary>Returns at most three known names, nearest first: those that need few typing corrections, and those that contain the name.
    /// Case does not count. Empty when nothing comes near.</summary>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string wanted = name.ToUpperInvariant();
        int tolerance = Math.Max(2, wanted.Length / 4);
        return known
            .Select(candidate => (Name: candidate, Distance: Distance(wanted, candidate.ToUpperInvariant(), tolerance)))
            .Where(candidate => candidate.Distance <= tolerance)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(candidate => candidate.Name)
            .ToArray();
    }

    /// <summary>The question to put after "not found": " Did you mean A or B?"; empty when nothing comes near.</summary>
    public static string Question(string name, IEnumerable<string> known)
    {
        var nearest = Find(name, known);
        return nearest.Count == 0 ? "" : $" Did you mean {string.Join(" or ", nearest)}?";
    }

    private static int Distance(string wanted, string candidate, int tolerance) =>
        wanted.Length >= ShortestPart && candidate.Contains(wanted, StringComparison.Ordinal)
            ? Math.Min(tolerance, candidate.Length - wanted.Length)
            : Math.Abs(wanted.Length - candidate.Length) > tolerance ? int.MaxValue : EditDistance(wanted, candidate);

    /// <summary>How many letters must be put in, left out or replaced (Levenshtein).</summary>
    private static int EditDistance(string from, string to)
    {
        int[] previous = [.. Enumerable.Range(0, to.Length + 1)];
        int[] current = new int[to.Length + 1];
        for (int row = 1; row <= from.Length; row++)
        {
            current[0] = row;
            for (int column = 1; column <= to.Length; column++)
            {
                int replaced = previous[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
