using TransitHub.Gtfs.Sources;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// A recording's file as a stream of its text, unpacked when it is gzip (told by its first bytes, not its name).
/// Where it breaks off the stream ends and <see cref="Failure"/> says why, so that a reader can still use what is whole.
/// </summary>
internal sealed class RecordingFile : ReadOnlyStream
{
    private readonly string path;
    private readonly FileStream file;
    private readonly Stream text;
    private Exception? fault;

    private RecordingFile(string path, FileStream file, bool isGzip)
    {
        this.path = path;
        this.file = file;
        this.text = isGzip ? new CompleteGzipStream(file) : file;
        this.LengthBytes = file.Length;
    }

    /// <summary>The file's size, as it is stored.</summary>
    public long LengthBytes { get; }

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public double ShareRead { get; private set; }

    /// <summary>What the reader calls the place it has reached, for the message when the file breaks off.</summary>
    public Func<string> Reached { get; set; } = () => "its first line";

    /// <summary>Why the stream ended before the file did; null: it did not. The place in it is the one reached when it is asked for.</summary>
    public RecordingException? Failure => this.fault switch
    {
        null => null,
        InvalidDataException => RecordingException.Unusable($"{this.path} is cut off or damaged at {this.Reached()}: its gzip stream does not end there. Copy or record it again.", this.fault),
        _ => RecordingException.Unusable($"{this.path} cannot be read at {this.Reached()}: {this.fault.Message}", this.fault),
    };

    /// <summary>Opens the file.</summary>
    /// <exception cref="RecordingException">It is empty or cannot be opened.</exception>
    public static RecordingFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
            Span<byte> first = stackalloc byte[2];
            int read = file.ReadAtLeast(first, 2, throwOnEndOfStream: false);
            if (read == 0)
            {
                throw RecordingException.Unusable($"{path} is empty: record again, or name another --input.");
            }

            file.Position = 0;
            var opened = new RecordingFile(path, file, isGzip: read == 2 && first[0] == 0x1f && first[1] == 0x8b);
            file = null;
            return opened;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordingException.WrongUse($"{path} cannot be opened: {exception.Message}", exception);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (this.fault is not null)
        {
            return 0;
        }

        try
        {
            int read = this.text.Read(buffer);
            this.ShareRead = this.LengthBytes == 0 ? 1 : (double)this.file.Position / this.LengthBytes;
            return read;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            this.fault = exception;
            return 0;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.text.Dispose();
            this.file.Dispose();
        }

        base.Dispose(disposing);
    }
}
