using System.Diagnostics;

namespace TransitHub.Core.Fusion.Links;

/// <summary>The last words on how freely traffic moves on a link: each the share of the free speed that a vehicle had there.</summary>
internal sealed class LinkWords
{
    /// <summary>Words that are kept, and so looked at.</summary>
    public const int Kept = 5;

    private readonly Word[] words = new Word[Kept];
    private int next;

    /// <summary>True while it is among the links that have words.</summary>
    public bool IsListed { get; set; }

    /// <summary>Takes a word, in place of the oldest.</summary>
    public void Add(Word word)
    {
        Debug.Assert(word.At > 0 && word.Ratio >= 0, "no word");
        this.words[this.next] = word;
        this.next = (this.next + 1) % Kept;
    }

    /// <summary>Adds the words after a moment to others; a stretch that reaches over more than one link says the same of each, and is heard once.</summary>
    /// <param name="after">The moment, Unix seconds.</param>
    /// <param name="into">The words, with room for <see cref="Kept"/> more.</param>
    /// <param name="count">How many there are already.</param>
    /// <returns>How many there are then.</returns>
    public int Read(double after, Span<Word> into, int count)
    {
        foreach (Word word in this.words)
        {
            if (word.At > 0 && word.At >= after && (word.Stretch == 0 || into[..count].IndexOf(word) < 0))
            {
                into[count++] = word;
            }
        }

        return count;
    }
}

/// <summary>What one vehicle says of a link.</summary>
/// <param name="At">When, Unix seconds; 0: nothing was said.</param>
/// <param name="Ratio">Share of the free speed that it had, 0 or more.</param>
/// <param name="Stretch">Number of the stretch between counting lines where cameras saw it, from 1; 0: it reported itself.</param>
internal readonly record struct Word(double At, double Ratio, int Stretch);
