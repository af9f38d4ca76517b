using SecureScore.Engine.History;

namespace SecureScore.Storage;

/// <summary>How values stand in a row.</summary>
internal static class Stored
{
    private const decimal Unit = 10_000_000_000m;

    public static long Number(decimal value) => checked((long)(RecordedPoints.Round(value) * Unit));

    public static long? Number(decimal? value) => value is { } number ? Number(number) : null;

    public static decimal ToDecimal(long stored) => stored / Unit;

    public static decimal? ToDecimal(long? stored) => stored is { } number ? ToDecimal(number) : null;

    public static long Moment(DateTimeOffset moment) => moment.UtcTicks;

    public static long? Moment(DateTimeOffset? moment) => moment?.UtcTicks;

    public static DateTimeOffset ToMoment(long stored) => stored >= 0 && stored <= DateTimeOffset.MaxValue.UtcTicks
        ? new DateTimeOffset(stored, TimeSpan.Zero)
        : throw new FormatException("A moment is out of range.");

    public static DateTimeOffset? ToMoment(long? stored) => stored is { } ticks ? ToMoment(ticks) : null;

    public static TEnum ToEnum<TEnum>(long stored)
        where TEnum : struct, Enum
    {
        var value = (TEnum)Enum.ToObject(typeof(TEnum), stored);
        return Enum.IsDefined(value) ? value : throw new FormatException($"{stored} is no {typeof(TEnum).Name}.");
    }

    public static TEnum? ToEnum<TEnum>(long? stored)
        where TEnum : struct, Enum => stored is { } number ? ToEnum<TEnum>(number) : null;

    /// <summary>What ids that differ in case only have in common.</summary>
    public static string Key(string id) => id.ToUpperInvariant();
}
