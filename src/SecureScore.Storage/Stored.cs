using SecureScore.Engine.History;

namespace SecureScore.Storage;

/// <summary>How values stand in a row.</summary>
internal static class Stored
{
    private const decimal Unit = 10_000_000_000m;

    public static long Number(decimal value) => checked((long)(RecordedPoints.Round(value) * Unit));

    public static long? Number(decimal? value) => value is { } number ? Number(number) : null;

    // A division of decimals would take longer than all the rest of a row. The result has no zeros at its end, which would show.
    public static decimal ToDecimal(long stored)
    {
        byte scale = RecordedPoints.Decimals;
        for (; scale > 0 && stored % 10 == 0; scale--)
            stored /= 10;
        ulong digits = stored < 0 ? (ulong)-stored : (ulong)stored;
        return new decimal((int)digits, (int)(digits >> 32), 0, stored < 0, scale);
    }

    public static decimal? ToDecimal(long? stored) => stored is { } number ? ToDecimal(number) : null;

    public static long Moment(DateTimeOffset moment) => moment.UtcTicks;

    public static long? Moment(DateTimeOffset? moment) => moment?.UtcTicks;

    public static DateTimeOffset ToMoment(long stored) => stored >= 0 && stored <= DateTimeOffset.MaxValue.UtcTicks
        ? new DateTimeOffset(stored, TimeSpan.Zero)
        : throw new FormatException("A moment is out of range.");

    public static DateTimeOffset? ToMoment(long? stored) => stored is { } ticks ? ToMoment(ticks) : null;

    public static TEnum ToEnum<TEnum>(long stored)
        where TEnum : struct, Enum => stored >= 0 && stored < Numbers<TEnum>.Values.Length
            ? Numbers<TEnum>.Values[stored]
            : throw new FormatException($"{stored} is no {typeof(TEnum).Name}.");

    public static TEnum? ToEnum<TEnum>(long? stored)
        where TEnum : struct, Enum => stored is { } number ? ToEnum<TEnum>(number) : null;

    /// <summary>What ids that differ in case only have in common.</summary>
    public static string Key(string id) => id.ToUpperInvariant();

    // The values of an enum by their numbers, which begin at 0 and leave none out.
    private static class Numbers<TEnum>
        where TEnum : struct, Enum
    {
        public static TEnum[] Values { get; } = Enum.GetValues<TEnum>();
    }
}
