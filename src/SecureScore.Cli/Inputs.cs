using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SecureScore.Cli;

/// <summary>Reads the values of options, the same in every culture.</summary>
internal static class Inputs
{
    private static readonly string[] s_days = ["yyyy-MM-dd"];
    private static readonly string[] s_moments = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>An option whose values are the names of an enum.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it does.</param>
    /// <param name="except">A value that cannot be chosen.</param>
    /// <param name="helpName">What help calls a value when there are too many to stand beside the option; they follow the description then.</param>
    public static Option<T> Choice<T>(string name, string description, string? except = null, string? helpName = null)
    {
        string[] names =
        [
            .. Enum.GetNames(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Where(choice => choice != except).Select(choice => choice.ToLowerInvariant()),
        ];
        var option = new Option<T>(name)
        {
            Description = helpName is null ? description : $"{description}: {string.Join(", ", names)}.",
            HelpName = helpName ?? string.Join('|', names),
        };
        return option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, names);
    }

    public static int? PositiveNumber(ArgumentResult argument)
    {
        if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            return number;

        argument.AddError($"'{argument.Tokens[0].Value}' is not a number above 0.");
        return null;
    }

    public static decimal? Percentage(ArgumentResult argument)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(argument.Tokens[0].Value, style, CultureInfo.InvariantCulture, out decimal number) && number is >= 0 and <= 100)
            return number;

        argument.AddError($"'{argument.Tokens[0].Value}' is not a percentage from 0 to 100.");
        return null;
    }

    /// <summary>A moment; of a day its beginning. What names no time zone is in UTC.</summary>
    public static DateTimeOffset? Moment(ArgumentResult argument) => Moment(argument, endOfDay: false);

    /// <summary>A moment; of a day its end.</summary>
    public static DateTimeOffset? LastMoment(ArgumentResult argument) => Moment(argument, endOfDay: true);

    private static DateTimeOffset? Moment(ArgumentResult argument, bool endOfDay)
    {
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string value = argument.Tokens[0].Value;
        if (DateTimeOffset.TryParseExact(value, s_days, CultureInfo.InvariantCulture, style, out var day))
            return endOfDay ? day.AddTicks(TimeSpan.TicksPerDay - 1) : day;

        if (DateTimeOffset.TryParseExact(value, s_moments, CultureInfo.InvariantCulture, style, out var moment))
            return moment;

        argument.AddError($"'{value}' is not a date such as 2026-09-14 or 2026-09-14T06:00Z.");
        return null;
    }
}
