namespace TransitHub.Testing;

/// <summary>Makes broken inputs of whole ones, the same for the same seed: bits and bytes changed, stretches cut out, doubled, or put in from elsewhere.</summary>
/// <param name="seeds">Whole messages.</param>
/// <param name="seed">Of the chance.</param>
public sealed class RealtimeMutator(IReadOnlyList<byte[]> seeds, int seed)
{
    /// <summary>No input is larger.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly Random random = new(seed);

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        List<byte> bytes = [.. this.Pick()];
        if (this.random.Next(2) == 0)
        {
            return this.NextOfSameForm(bytes);
        }

        for (int change = this.random.Next(1, 8); change > 0; change--)
        {
            this.Change(bytes);
        }

        return [.. bytes.Take(MaxBytes)];
    }

    /// <summary>Several messages one after the other are one message, and a byte or two changed in a long one seldom breaks its form.</summary>
    private byte[] NextOfSameForm(List<byte> bytes)
    {
        for (int more = this.random.Next(12); more > 0; more--)
        {
            bytes.AddRange(this.Pick());
        }

        for (int change = this.random.Next(1, 3); change > 0 && bytes.Count > 0; change--)
        {
            bytes[this.random.Next(bytes.Count)] ^= (byte)(1 << this.random.Next(8));
        }

        return [.. bytes.Take(MaxBytes)];
    }

    private byte[] Pick() => seeds[this.random.Next(seeds.Count)];

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)this.random.Next(256));
            return;
        }

        int at = this.random.Next(bytes.Count);
        int length = Math.Min(this.random.Next(1, 200), bytes.Count - at);
        switch (this.random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << this.random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)this.random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(this.random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                byte[] other = this.Pick();
                int from = this.random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)0xFF, this.random.Next(1, 12)));
                break;
        }
    }
}
