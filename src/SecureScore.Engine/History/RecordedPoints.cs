namespace SecureScore.Engine.History;

/// <summary>Points as the history keeps them: with ten decimals.</summary>
/// <remarks>Finer than any screen shows, or one user of a million is worth; coarse enough that sums of them are exact in whatever order they are added.</remarks>
internal static class RecordedPoints
{
    public const int Decimals = 10;

    public static decimal? Round(decimal? value) => value is { } number ? Round(number) : null;

    public static decimal Round(decimal value) => Math.Round(value, Decimals);
}
