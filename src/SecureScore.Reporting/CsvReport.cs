using CsvHelper;

namespace SecureScore.Reporting;

/// <summary>Writes records as CSV.</summary>
internal static class CsvReport
{
    // Text that a spreadsheet would run (= + - @ tab CR) gets an apostrophe; numbers stay numbers.
    private static readonly CsvWriterOptions s_options = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static void Write<T>(Stream output, IEnumerable<T> records, IReadOnlyList<CsvColumn<T>> columns)
    {
        using var csv = CsvWriter.Create(output, s_options, leaveOpen: true);
        csv.WriteHeader([.. columns.Select(column => column.Name)]);
        foreach (var record in records)
        {
            foreach (var column in columns)
                Write(csv, column.Value(record));
            csv.EndRecord();
        }

        csv.Flush();
    }

    private static void Write(CsvWriter csv, object? value)
    {
        if (value is DateTimeOffset date)
            csv.WriteField(date.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK");
        else if (value is DateOnly day)
            csv.WriteField(day, "yyyy-MM-dd");
        else
            csv.WriteField(value);
    }
}

/// <summary>A column: its name and its value in a record.</summary>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> Value);
