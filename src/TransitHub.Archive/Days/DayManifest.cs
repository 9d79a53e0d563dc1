using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransitHub.Archive.Days;

/// <summary>What <c>day.json</c> says of a day: what it holds, where it was cut from the log, and the checksums of its files.</summary>
public sealed record DayManifest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Version of the archive's form.</summary>
    public required int Version { get; init; }

    /// <summary>The feed.</summary>
    public required string Feed { get; init; }

    /// <summary>The day, yyyy-MM-dd.</summary>
    public required string Day { get; init; }

    /// <summary>The zone of its midnights, as the tz database names it.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Its start, ISO 8601 in UTC.</summary>
    public required string From { get; init; }

    /// <summary>Its end.</summary>
    public required string To { get; init; }

    /// <summary>Place in the log of its first record.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Place of its last record.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Records that the log did not have any more between the two: files of it were moved away.</summary>
    public required long MissingRecords { get; init; }

    /// <summary>True: the log begins within this day, with a record that is not its first ever; what was before it is lost.</summary>
    public required bool BeginsLate { get; init; }

    /// <summary>The static feed whose stops and trips the derived tables name; null: there was none.</summary>
    public string? FeedVersion { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<DayFile> Files { get; init; }

    /// <summary>Reads a day's list.</summary>
    /// <param name="folder">The day's folder.</param>
    /// <exception cref="ArchiveException">There is none, it is damaged, or a newer hub wrote it.</exception>
    public static DayManifest Read(string folder)
    {
        string path = Path.Combine(folder, ArchiveFormat.ManifestName);
        if (!File.Exists(path))
        {
            throw new ArchiveException($"There is no {ArchiveFormat.ManifestName} in {folder}: it is no day of an archive, or one that was copied in part. Name the folder of a day, such as DATA/FEED/archive/2026-11-23.");
        }

        try
        {
            DayManifest manifest = JsonSerializer.Deserialize<DayManifest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is empty");
            return manifest.Version <= ArchiveFormat.Version
                ? manifest
                : throw new ArchiveException($"{path} is of version {manifest.Version} and this hub reads up to {ArchiveFormat.Version}: use the hub that wrote it, or a newer one.");
        }
        catch (JsonException exception)
        {
            throw new ArchiveException($"{path} is damaged: {exception.Message} Take it from a copy; or remove the day's folder, and the hub makes it anew while its log has the day.", exception);
        }
    }

    /// <summary>Writes it and brings it to the disk.</summary>
    internal void Write(string folder)
    {
        using FileStream file = new(Path.Combine(folder, ArchiveFormat.ManifestName), FileMode.Create, FileAccess.Write);
        JsonSerializer.Serialize(file, this, Json);
        file.Flush(flushToDisk: true);
    }
}

/// <summary>One file of a day.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Xxh3">XXH3, 64 bits, of its bytes; 16 hexadecimal digits.</param>
public sealed record DayFile(string Name, long Rows, long Bytes, string Xxh3);
