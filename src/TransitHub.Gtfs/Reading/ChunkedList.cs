namespace TransitHub.Gtfs.Reading;

/// <summary>A list that grows by chunks, so that ten million rows are never copied to grow.</summary>
internal sealed class ChunkedList<T>
    where T : struct
{
    private const int Shift = 16;
    private const int ChunkLength = 1 << Shift;

    private readonly List<T[]> chunks = [];

    public int Count { get; private set; }

    public ref T this[int index] => ref this.chunks[index >> Shift][index & (ChunkLength - 1)];

    public void Add(in T item)
    {
        if (Count >> Shift == this.chunks.Count)
        {
            this.chunks.Add(new T[ChunkLength]);
        }

        this.chunks[Count >> Shift][Count & (ChunkLength - 1)] = item;
        Count++;
    }
}
