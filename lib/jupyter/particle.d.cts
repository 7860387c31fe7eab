/** Types of particle.cjs for a notebook's compiler, which reads no JavaScript. */
export const endingOf: (before: string) => "vowel" | "l" | "consonant";
export const withParticles: (text: string) => string;
