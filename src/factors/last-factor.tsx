/** In the place of the way to remove a factor that must stay. */
export function LastFactor() {
  return (
    <p class="hint">
      This account must have a second factor, and this is its last one. To remove it, add another first.
    </p>
  );
}
