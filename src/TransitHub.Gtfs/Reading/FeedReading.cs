using System.Globalization;
using System.IO.Hashing;
using TransitHub.Gtfs.Csv;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading;

/// <summary>What the readers of the files share while one feed is read.</summary>
internal sealed class FeedReading
{
    private const int ProgressBytes = 1 << 22;

    /// <summary>A damaged zip may state any length; this one still leaves room to add up ten thousand.</summary>
    private const long MaxStatedBytes = 1L << 45;

    private readonly FeedSource source;
    private readonly ScheduleReadOptions options;
    private readonly IProgress<ReadProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly SortedDictionary<string, UInt128> hashes = new(StringComparer.Ordinal);
    private readonly long bytesTotal;
    private long bytesRead;
    private long bytesReported;

    public FeedReading(
        FeedSource source,
        NoticeList notices,
        ScheduleReadOptions options,
        IProgress<ReadProgress>? progress,
        CancellationToken cancellation)
    {
        (this.source, Notices, this.options, this.progress, this.cancellation) = (source, notices, options, progress, cancellation);
        this.bytesTotal = source.Entries.Sum(entry => Math.Clamp(entry.Length, 0, MaxStatedBytes));
    }

    public NoticeList Notices { get; }

    public TextPool Texts { get; } = new();

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Opens a CSV file of the feed; null, with a notice if it is required, when it is absent or has no header.</summary>
    public FeedTable? Open(FeedTableKind kind)
    {
        this.cancellation.ThrowIfCancellationRequested();
        if (Find(kind.File) is not { } entry)
        {
            if (kind.IsRequired)
            {
                Report("missing_required_file", NoticeSeverity.Error, kind.File,
                    $"The feed has no {kind.File}. GTFS requires the file; add it.");
            }

            return null;
        }

        if (entry.Name != kind.File)
        {
            Report("unknown_file", NoticeSeverity.Info, entry.Name, $"It was read as {kind.File}; rename it so that others find it too.");
        }

        if (OpenMetered(entry) is not { } stream)
        {
            return null;
        }

        var table = new FeedTable(kind, entry.Name, this, stream);
        if (table.ReadHeader())
        {
            return table;
        }

        table.Dispose();
        return null;
    }

    /// <summary>All bytes of a file that is no table; null, with a notice, if it is absent, cannot be read or has more than <paramref name="maxBytes"/>.</summary>
    public byte[]? ReadWhole(string name, int maxBytes)
    {
        if (Find(name) is not { } entry || OpenMetered(entry) is not { } stream)
        {
            return null;
        }

        using (stream)
        {
            var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            try
            {
                for (int read; (read = stream.Read(buffer)) > 0;)
                {
                    if (bytes.Length + read > maxBytes)
                    {
                        throw new InvalidDataException($"the file has more than {maxBytes} bytes");
                    }

                    bytes.Write(buffer, 0, read);
                }
            }
            catch (InvalidDataException problem)
            {
                ReportUnreadable(entry.Name, problem);
                return null;
            }

            return bytes.ToArray();
        }
    }

    /// <summary>Reads the files that no reader interprets, so that their bytes count in the content hash.</summary>
    public void PassOver(IReadOnlySet<string> interpreted)
    {
        var buffer = new byte[1 << 16];
        foreach (var entry in this.source.Entries)
        {
            if (this.hashes.ContainsKey(entry.Name))
            {
                continue;
            }

            if (!GtfsFiles.IsKnown(entry.Name) && !interpreted.Contains(entry.Name))
            {
                Report("unknown_file", NoticeSeverity.Info, entry.Name,
                    "GTFS has no file of this name. It is kept and passed on; correct the name if a GTFS file was meant.");
            }

            using var stream = OpenMetered(entry);
            try
            {
                while (stream is not null && stream.Read(buffer) > 0)
                {
                }
            }
            catch (InvalidDataException problem)
            {
                ReportUnreadable(entry.Name, problem);
            }
        }
    }

    public string ContentHash()
    {
        var hash = new XxHash128();
        foreach (var (name, value) in this.hashes)
        {
            hash.Append(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{value:x32}\n")));
        }

        return hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);
    }

    public void Report(string code, NoticeSeverity severity, string file, string message) =>
        Notices.Add(new Notice(code, severity, file, 0, null, null, message));

    public void ReportUnreadable(string file, InvalidDataException problem) =>
        Report("unreadable_file", NoticeSeverity.Error, file,
            $"The file cannot be read to its end: {problem.Message.TrimEnd('.')}. What came before was used; fetch or zip the feed again.");

    private FeedEntry? Find(string name) =>
        this.source.Entries.FirstOrDefault(entry => entry.Name == name)
        ?? this.source.Entries.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens a file; null, with a notice, if a zip's own account of the file is damaged.</summary>
    private EntryStream? OpenMetered(FeedEntry entry)
    {
        Stream opened;
        try
        {
            opened = this.source.OpenEntry(entry);
        }
        catch (InvalidDataException problem)
        {
            ReportUnreadable(entry.Name, problem);
            this.hashes[entry.Name] = UInt128.Zero;
            return null;
        }

        var metered = new MeteredStream(opened, this.options.MaxFileBytes, count => Passed(entry.Name, count));
        Stream stream = entry.Length >= this.options.ReadAheadBytes ? new ReadAheadStream(metered) : metered;
        return new EntryStream(stream, () => this.hashes[entry.Name] = metered.Hash);
    }

    private void Passed(string file, int count)
    {
        this.cancellation.ThrowIfCancellationRequested();
        this.bytesRead += count;
        if (this.progress is not null && (this.bytesRead - this.bytesReported >= ProgressBytes || this.bytesRead == this.bytesTotal))
        {
            this.bytesReported = this.bytesRead;
            this.progress.Report(new ReadProgress(file, this.bytesRead, this.bytesTotal));
        }
    }

    /// <summary>Calls back once when the file is closed, after whatever read ahead has stopped.</summary>
    internal sealed class EntryStream(Stream inner, Action closed) : ReadOnlyStream
    {
        private bool isClosed;

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing && !this.isClosed)
            {
                this.isClosed = true;
                inner.Dispose();
                closed();
            }

            base.Dispose(disposing);
        }
    }
}
