using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>A part of a pipeline that is kept in a file. Used by the pipeline's thread, but for the writing.</summary>
/// <param name="file">The file.</param>
/// <param name="newest">A number that changes whenever the part does.</param>
/// <param name="encode">The part as bytes.</param>
/// <param name="restore">Lets a pipeline that has seen nothing yet take them over; false: it does not know their form.</param>
internal sealed class KeptPart(KeptState file, Func<double> newest, Func<byte[]> encode, Func<byte[], bool> restore)
{
    private double kept;

    /// <summary>The file's name, by which the parts of two pipelines belong together.</summary>
    public required string Name { get; init; }

    /// <summary>True: what the log gave it gives again, so that a hub that ends before anything new came leaves the file as it is.</summary>
    public bool IsInLog { get; init; }

    /// <summary>Takes over what the file holds.</summary>
    public void Restore() => file.Restore(restore);

    /// <summary>The part as bytes, for a pipeline with another static feed.</summary>
    public byte[] Encode() => encode();

    /// <summary>Takes over what <see cref="Encode"/> gave; what it does not know is learned anew.</summary>
    public void Take(byte[] bytes) => restore(bytes);

    /// <summary>The log was read.</summary>
    public void NoteRestored() => this.kept = this.IsInLog ? newest() : this.kept;

    /// <summary>What replaces the file with the part as it is now, to be called on a thread that may wait for a disk; null: the file has it.</summary>
    public Action? Keep()
    {
        double now = newest();
        if (now == this.kept)
        {
            return null;
        }

        this.kept = now;
        byte[] bytes = encode();
        return () => file.Write(bytes);
    }
}
