namespace TransitHub.Testing;

/// <summary>Damaged copies of some bytes, by chance from a seed: bits flipped, bytes put in, taken out, repeated, cut off or made extreme.</summary>
/// <param name="original">The bytes; not changed.</param>
/// <param name="seed">Tells the copies.</param>
public sealed class ByteMutations(byte[] original, int seed)
{
    private static readonly byte[] Extremes = [0x00, 0x01, 0x7f, 0x80, 0xff];
    private readonly Random chance = new(seed);

    /// <summary>The next copy, with one to eight damages.</summary>
    public byte[] Next()
    {
        List<byte> bytes = [.. original];
        for (int left = this.chance.Next(1, 9); left > 0 && bytes.Count > 0; left--)
        {
            this.Damage(bytes);
        }

        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        int at = this.chance.Next(bytes.Count);
        int run = Math.Min(this.chance.Next(1, 33), bytes.Count - at);
        switch (this.chance.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << this.chance.Next(8));
                break;
            case 1:
                bytes[at] = (byte)this.chance.Next(256);
                break;
            case 2:
                bytes[at] = Extremes[this.chance.Next(Extremes.Length)];
                break;
            case 3:
                bytes.RemoveRange(at, run);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, run));
                break;
            case 5:
                byte[] random = new byte[run];
                this.chance.NextBytes(random);
                bytes.InsertRange(at, random);
                break;
            default:
                // Seldom, since little is left of it.
                if (this.chance.Next(4) == 0)
                {
                    bytes.RemoveRange(at, bytes.Count - at);
                }

                break;
        }
    }
}
