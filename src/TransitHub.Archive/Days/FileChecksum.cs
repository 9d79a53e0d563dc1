using System.Globalization;
using System.IO.Hashing;

namespace TransitHub.Archive.Days;

/// <summary>XXH3 of a file, as <c>day.json</c> writes it: Parquet has no checksum that its readers hold to.</summary>
internal static class FileChecksum
{
    /// <summary>Of the file's bytes, 16 hexadecimal digits.</summary>
    public static async Task<string> OfAsync(string path, CancellationToken cancellation)
    {
        var hash = new XxHash3();
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            await hash.AppendAsync(file, cancellation).ConfigureAwait(false);
        }

        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }
}
